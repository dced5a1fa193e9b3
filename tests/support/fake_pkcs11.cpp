// SPDX-License-Identifier: GPL-3.0-or-later
// A PKCS#11 module with one P-256 key (PIN 123456, three tries) that misbehaves as KEYTURN_FAKE_PKCS11 says.
// To the file KEYTURN_FAKE_PKCS11_LOG it adds a line "login", "sign" or "close" for each such call, before it
// does anything else.
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <p11-kit/pkcs11.h>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using namespace std::string_view_literals;

constexpr CK_SLOT_ID kSlot = 7;
constexpr CK_SESSION_HANDLE kSession = 11;
constexpr CK_OBJECT_HANDLE kPublicKey = 21;
constexpr CK_OBJECT_HANDLE kPrivateKey = 22;
constexpr CK_OBJECT_HANDLE kTwinKey = 23;
constexpr std::string_view kPin = "123456";
constexpr std::array<CK_BYTE, 10> kP256Parameters{0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
constexpr std::size_t kPointBytes = 65;
constexpr int kHalfSignatureBytes = 32;
/// More than any memory holds.
constexpr unsigned long kClaimedObjects = 1ul << 40;
constexpr unsigned long kClaimedBytes = 1ul << 46;

/// What a token may say to a PIN besides that it is wrong.
constexpr std::array<std::pair<std::string_view, CK_RV>, 5> kLoginAnswers{{
    {"calls-the-pin-too-short"sv, CKR_PIN_LEN_RANGE},
    {"calls-the-pin-invalid"sv, CKR_PIN_INVALID},
    {"calls-the-pin-locked"sv, CKR_PIN_LOCKED},
    {"calls-the-pin-expired"sv, CKR_PIN_EXPIRED},
    {"has-no-pin-yet"sv, CKR_USER_PIN_NOT_INITIALIZED},
}};

EVP_PKEY* key = nullptr;
int triesLeft = 3;
bool hasListed = false;
std::vector<CK_OBJECT_HANDLE> found;

bool behaves(std::string_view word)
{
    const char* wanted = std::getenv("KEYTURN_FAKE_PKCS11");
    return wanted && word == wanted;
}

void note(std::string_view word)
{
    const char* path = std::getenv("KEYTURN_FAKE_PKCS11_LOG");
    if (!path)
        return;
    const int log = ::open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (log < 0 || ::write(log, word.data(), word.size()) < 0 || ::write(log, "\n", 1) < 0)
        std::abort();
    ::close(log);
}

/// Where a descriptor of this process leads.
std::string placeOf(int descriptor)
{
    std::array<char, 256> place{};
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t size = ::readlink(link.c_str(), place.data(), place.size());
    return size < 0 ? "nowhere" : std::string(place.data(), static_cast<std::size_t>(size));
}

/// What a module can find out about the process it was loaded into, a line each.
void tellWhatItSees()
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        note(std::to_string(descriptor) + " leads to " + placeOf(descriptor));
    constexpr int kMostDescriptors = 256;
    for (int descriptor = STDERR_FILENO + 1; descriptor < kMostDescriptors; ++descriptor) {
        if (::fcntl(descriptor, F_GETFD) >= 0)
            note("open beside: " + placeOf(descriptor));
    }
    rlimit core{1, 1};
    struct sigaction pipe
    {
    };
    sigset_t blocked;
    itimerval left{};
    if (::getrlimit(RLIMIT_CORE, &core) != 0 || ::sigaction(SIGPIPE, nullptr, &pipe) != 0 ||
        ::sigprocmask(SIG_BLOCK, nullptr, &blocked) != 0 || ::getitimer(ITIMER_REAL, &left) != 0)
        std::abort();
    note("dumpable " + std::to_string(::prctl(PR_GET_DUMPABLE)));
    note("core " + std::to_string(core.rlim_cur) + " of " + std::to_string(core.rlim_max));
    note(std::string("broken pipes ") + (pipe.sa_handler == SIG_DFL ? "end it" : "are ignored"));
    note(std::string("stopped from outside: ") + (::sigismember(&blocked, SIGTERM) == 0 ? "yes" : "no"));
    note("seconds left " + std::to_string(left.it_value.tv_sec));
}

[[noreturn]] void hang()
{
    for (;;)
        ::pause();
}

template <std::size_t N>
void pad(CK_UTF8CHAR (&field)[N], std::string_view text)
{
    std::memset(field, ' ', N);
    std::memcpy(field, text.data(), std::min(N, text.size()));
}

CK_RV initialize(void* /*arguments*/)
{
    if (behaves("refuses-to-start"sv))
        return CKR_DEVICE_ERROR;
    if (behaves("begins-with-two-tries"sv))
        triesLeft = 2;
    if (behaves("final-try"sv) || behaves("hides-its-final-try"sv))
        triesLeft = 1;
    if (behaves("locked"sv))
        triesLeft = 0;
    key = EVP_EC_gen("P-256");
    return key ? CKR_OK : CKR_GENERAL_ERROR;
}

CK_RV finalize(void* /*reserved*/)
{
    EVP_PKEY_free(key);
    key = nullptr;
    if (behaves("hangs-at-the-end"sv))
        hang();
    return CKR_OK;
}

CK_RV slotList(unsigned char /*present*/, CK_SLOT_ID* list, unsigned long* length)
{
    if (list)
        *list = kSlot;
    *length = 1;
    return CKR_OK;
}

CK_RV tokenInfo(CK_SLOT_ID /*slot*/, CK_TOKEN_INFO* info)
{
    *info = {};
    pad(info->label, "Fake token");
    pad(info->manufacturerID, "Nobody");
    pad(info->model, "Fake");
    // Another one, of the same name, was put into the slot after the keys were listed.
    pad(info->serialNumber, behaves("is-exchanged"sv) && hasListed ? "0002" : "0001");
    info->flags = CKF_TOKEN_INITIALIZED | CKF_LOGIN_REQUIRED | CKF_USER_PIN_INITIALIZED;
    if (triesLeft == 1 && !behaves("hides-its-final-try"sv))
        info->flags |= CKF_USER_PIN_FINAL_TRY;
    if (triesLeft == 0)
        info->flags |= CKF_USER_PIN_LOCKED;
    return CKR_OK;
}

CK_RV mechanismInfo(CK_SLOT_ID /*slot*/, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO* info)
{
    if (type != CKM_ECDSA || behaves("has-no-ecdsa"sv))
        return CKR_MECHANISM_INVALID;
    *info = {256, 256, CKF_SIGN};
    return CKR_OK;
}

CK_RV openSession(CK_SLOT_ID /*slot*/, CK_FLAGS /*flags*/, void* /*application*/, CK_NOTIFY /*notify*/,
                  CK_SESSION_HANDLE* session)
{
    *session = kSession;
    return CKR_OK;
}

CK_RV closeSession(CK_SESSION_HANDLE /*session*/)
{
    note("close");
    hasListed = true;
    return CKR_OK;
}

CK_RV findObjectsInit(CK_SESSION_HANDLE /*session*/, CK_ATTRIBUTE* pattern, unsigned long length)
{
    found.clear();
    for (unsigned long i = 0; i < length; ++i) {
        CK_OBJECT_CLASS wanted = 0;
        if (pattern[i].type != CKA_CLASS)
            continue;
        std::memcpy(&wanted, pattern[i].pValue, sizeof(wanted));
        found.push_back(wanted == CKO_PUBLIC_KEY ? kPublicKey : kPrivateKey);
        if (wanted == CKO_PRIVATE_KEY && behaves("has-a-twin-of-its-key"sv))
            found.push_back(kTwinKey);
    }
    return CKR_OK;
}

CK_RV findObjects(CK_SESSION_HANDLE /*session*/, CK_OBJECT_HANDLE* objects, unsigned long most,
                  unsigned long* length)
{
    // Without end, where it is to be endless.
    if (behaves("has-endless-objects"sv))
        found.assign(most, kPublicKey);
    *length = std::min<unsigned long>(most, found.size());
    std::copy_n(found.begin(), *length, objects);
    found.clear();
    if (behaves("claims-more-objects-than-asked-for"sv))
        *length = kClaimedObjects;
    return CKR_OK;
}

CK_RV findObjectsFinal(CK_SESSION_HANDLE /*session*/)
{
    return CKR_OK;
}

CK_RV give(CK_ATTRIBUTE& asked, const void* bytes, std::size_t size)
{
    if (asked.pValue)
        std::memcpy(asked.pValue, bytes, size);
    asked.ulValueLen = size;
    return CKR_OK;
}

CK_RV attributeValue(CK_SESSION_HANDLE /*session*/, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* asked,
                     unsigned long /*length*/)
{
    const CK_KEY_TYPE type = CKK_EC;
    const CK_BBOOL no = CK_FALSE;
    std::array<CK_BYTE, kPointBytes> point{};
    std::size_t size = 0;
    switch (asked->type) {
    case CKA_KEY_TYPE:
        return give(*asked, &type, sizeof(type));
    case CKA_LABEL:
        return give(*asked, "sign", 4);
    case CKA_ID:
        return give(*asked, "\x01", 1);
    case CKA_EC_PARAMS:
        if (behaves("claims-a-giant-attribute"sv)) {
            asked->ulValueLen = kClaimedBytes;
            return CKR_OK;
        }
        return give(*asked, kP256Parameters.data(), kP256Parameters.size());
    case CKA_EC_POINT:
        // Bare, without its OCTET STRING, as some modules have it.
        if (object != kPublicKey || EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY,
                                                                    point.data(), point.size(), &size) != 1)
            return CKR_ATTRIBUTE_TYPE_INVALID;
        return give(*asked, point.data(), size);
    case CKA_ALWAYS_AUTHENTICATE:
        return give(*asked, &no, sizeof(no));
    default:
        return CKR_ATTRIBUTE_TYPE_INVALID;
    }
}

CK_RV login(CK_SESSION_HANDLE /*session*/, CK_USER_TYPE /*user*/, unsigned char* pin, unsigned long length)
{
    note("login");
    if (behaves("hangs-in-login"sv))
        hang();
    for (const auto& [word, answer] : kLoginAnswers) {
        if (behaves(word))
            return answer;
    }
    if (triesLeft == 0)
        return CKR_PIN_LOCKED;
    if (std::string_view(reinterpret_cast<const char*>(pin), length) != kPin) {
        --triesLeft;
        return CKR_PIN_INCORRECT;
    }
    triesLeft = 3;
    return CKR_OK;
}

CK_RV signInit(CK_SESSION_HANDLE /*session*/, CK_MECHANISM* /*mechanism*/, CK_OBJECT_HANDLE /*object*/)
{
    return CKR_OK;
}

CK_RV signDigest(const unsigned char* digest, unsigned long length, unsigned char* signature)
{
    using Context = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
    using Pair = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;
    const Context context(EVP_PKEY_CTX_new(key, nullptr), &EVP_PKEY_CTX_free);
    std::array<unsigned char, 80> der{};
    std::size_t size = der.size();
    if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
        EVP_PKEY_sign(context.get(), der.data(), &size, digest, length) != 1)
        return CKR_GENERAL_ERROR;
    const unsigned char* at = der.data();
    const Pair pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)), &ECDSA_SIG_free);
    if (!pair ||
        BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), signature, kHalfSignatureBytes) != kHalfSignatureBytes ||
        BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), signature + kHalfSignatureBytes, kHalfSignatureBytes) !=
            kHalfSignatureBytes)
        return CKR_GENERAL_ERROR;
    return CKR_OK;
}

CK_RV sign(CK_SESSION_HANDLE /*session*/, unsigned char* data, unsigned long dataLength,
           unsigned char* signature, unsigned long* length)
{
    note("sign");
    if (behaves("tells-what-it-sees"sv))
        tellWhatItSees();
    if (behaves("hangs-in-sign"sv))
        hang();
    if (behaves("crashes-in-sign"sv))
        std::raise(SIGSEGV);
    if (behaves("is-removed-in-sign"sv))
        return CKR_DEVICE_REMOVED;
    if (behaves("has-no-token-in-sign"sv))
        return CKR_TOKEN_NOT_PRESENT;
    if (behaves("loses-its-session-in-sign"sv))
        return CKR_SESSION_HANDLE_INVALID;
    if (behaves("fails-in-sign"sv))
        return CKR_FUNCTION_REJECTED;
    if (behaves("prints"sv)) {
        std::puts("a diary of the module, where the protocol is");
        std::fflush(stdout);
    }
    const CK_RV answer = signDigest(data, dataLength, signature);
    *length = 2 * kHalfSignatureBytes;
    if (behaves("signs-wrongly"sv))
        signature[0] ^= 1;
    if (behaves("signs-too-little"sv))
        *length = 3;
    return answer;
}

CK_FUNCTION_LIST functions{};

} // namespace

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list)
{
    functions.version = {2, 40};
    functions.C_Initialize = initialize;
    functions.C_Finalize = finalize;
    functions.C_GetSlotList = slotList;
    functions.C_GetTokenInfo = tokenInfo;
    functions.C_GetMechanismInfo = mechanismInfo;
    functions.C_OpenSession = openSession;
    functions.C_CloseSession = closeSession;
    functions.C_FindObjectsInit = findObjectsInit;
    functions.C_FindObjects = findObjects;
    functions.C_FindObjectsFinal = findObjectsFinal;
    functions.C_GetAttributeValue = attributeValue;
    functions.C_Login = login;
    functions.C_SignInit = signInit;
    functions.C_Sign = sign;
    *list = &functions;
    return CKR_OK;
}
