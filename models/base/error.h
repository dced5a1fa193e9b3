// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <span>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

namespace keyturn::base {

/// What an error means for the person or program that asked; its number is the exit status of `keyturnctl`.
enum class Outcome {
    Refused = 1,       ///< The rules forbid it: the sentence says who or what is missing.
    Usage = 2,         ///< The request itself is malformed.
    InputRejected = 3, ///< Some input was not taken; the rest was kept.
    Integrity = 4,     ///< Stored or given data is not what was signed.
    Storage = 5,       ///< A file, database or connection failed.
};

/// One row of a module's error table.
struct ErrorText
{
    int code;             ///< The module enum's value.
    const char* name;     ///< Stable kebab-case word for programs, such as "wrong-passphrase".
    Outcome outcome;      ///< How the caller should take it.
    const char* sentence; ///< One plain sentence with %1, %2 … for the context; translated under "errors".
};

/// The errors of one module: code to name, outcome and sentence. Instances are constants of the program.
class ErrorDomain
{
public:
    /// @param name the module's folder name; @param texts a table that lives as long as the program.
    constexpr ErrorDomain(const char* name, std::span<const ErrorText> texts) : m_name(name), m_texts(texts)
    {
    }
    /// The module's folder name.
    [[nodiscard]] const char* name() const { return m_name; }
    /// The row of @p code; a code without a row is a bug and yields a row saying so.
    [[nodiscard]] const ErrorText& text(int code) const;

private:
    const char* m_name;
    std::span<const ErrorText> m_texts;
};

/// An error as a value: which rule of which module, and the particulars that the sentence needs.
struct Error
{
    const ErrorDomain* domain = nullptr;
    int code = 0;
    QStringList context; ///< Fills %1, %2 … of the sentence; plain text, already harmless to show.

    /// True when this is @p value of its module's enum.
    template <typename E>
    requires std::is_enum_v<E>
    [[nodiscard]] bool is(E value) const
    {
        return domain == &errorDomain(value) && code == static_cast<int>(value);
    }
    /// Exit status and tone of the error.
    [[nodiscard]] Outcome outcome() const;
    /// "module/word", stable, for programs.
    [[nodiscard]] QString name() const;
    /// The plain sentence for a person, in the program's language.
    [[nodiscard]] QString sentence() const;
};

/// Either a value or an Error; never silently dropped.
template <typename T>
using Result = tl::expected<T, Error>;

/// Makes an Error of a module's enum value. The module declares `const ErrorDomain& errorDomain(Enum)`.
template <typename E, typename... Context>
requires std::is_enum_v<E>
[[nodiscard]] Error makeError(E code, Context&&... context)
{
    return Error{&errorDomain(code), static_cast<int>(code),
                 QStringList{QString(std::forward<Context>(context))...}};
}

/// The same, ready to be returned from a function that gives a Result.
template <typename E, typename... Context>
requires std::is_enum_v<E>
[[nodiscard]] tl::unexpected<Error> fail(E code, Context&&... context)
{
    return tl::make_unexpected(makeError(code, std::forward<Context>(context)...));
}

/// Passes an error on unchanged, to a Result of another type.
template <typename T>
[[nodiscard]] tl::unexpected<Error> passOn(const Result<T>& failed)
{
    return tl::make_unexpected(failed.error());
}

} // namespace keyturn::base

/// Returns the error of a failed Result from the enclosing function.
#define KEYTURN_TRY(expression)                                                                              \
    do {                                                                                                     \
        if (auto keyturnTried = (expression); !keyturnTried)                                                 \
            return tl::make_unexpected(keyturnTried.error());                                                \
    } while (false)

/// Declares `name` as the value of a Result, or returns its error from the enclosing function.
#define KEYTURN_TRY_LET(name, expression)                                                                    \
    auto name##Result = (expression);                                                                        \
    if (!name##Result)                                                                                       \
        return tl::make_unexpected(name##Result.error());                                                    \
    auto& name = *name##Result
