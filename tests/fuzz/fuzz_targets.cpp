// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_targets.h"

#include "tests/support/intake_soundness.h"

#include <algorithm>

namespace keyturn::tests {

namespace {

/// What is wrong with how sure @p adapter is of @p bytes; empty for nothing. @param head may have been looked
/// at by others before.
std::string faultOfSureness(const intake::Adapter& adapter, const intake::FileHead& head)
{
    const int sureness = adapter.recognises(head);
    if (sureness < 0 || sureness > 100)
        return "it is sure by " + std::to_string(sureness);
    const intake::FileHead fresh(head.text());
    if (adapter.recognises(fresh) != sureness)
        return "it is as sure as others were before it";
    return {};
}

std::string_view headOf(std::string_view bytes)
{
    constexpr std::size_t kHeadBytes = std::size_t{64} * 1024;
    return bytes.substr(0, kHeadBytes);
}

std::string faultInFormat(const intake::Adapter& adapter, std::string_view bytes)
{
    const intake::FileHead head(headOf(bytes));
    const std::string fault = faultOfSureness(adapter, head);
    return fault.empty() ? faultInReading(adapter, bytes) : fault;
}

/// Choosing a format by the file's beginning and reading it, as `import` does.
std::string faultInChoice(std::string_view bytes)
{
    const intake::FileHead head(headOf(bytes));
    int surest = 0;
    for (const auto& adapter : formats::adapters()) {
        if (std::string fault = faultOfSureness(*adapter, head); !fault.empty())
            return adapter->format().toStdString() + ": " + fault;
        surest = std::max(surest, adapter->recognises(head));
    }
    const auto chosen = formats::chooseAdapter(QStringLiteral("auto"), head.text(), QStringLiteral("a file"));
    if (!chosen)
        return {};
    if ((*chosen)->recognises(head) != surest)
        return "another format is surer than the one chosen";
    return faultInReading(**chosen, bytes);
}

} // namespace

const std::vector<FuzzTarget>& fuzzTargets()
{
    static const auto all = [] {
        std::vector<FuzzTarget> targets{
            {QStringLiteral("times"), faultInTimes},
            {QStringLiteral("choose"), faultInChoice},
            {QStringLiteral("source"), faultInSource},
            {QStringLiteral("query"), faultInQuery},
        };
        for (const auto& adapter : formats::adapters()) {
            targets.push_back({adapter->format(), [&own = *adapter](std::string_view bytes) {
                                   return faultInFormat(own, bytes);
                               }});
        }
        return targets;
    }();
    return all;
}

const FuzzTarget* findFuzzTarget(QStringView name)
{
    const auto found = std::find_if(fuzzTargets().begin(), fuzzTargets().end(),
                                    [&](const FuzzTarget& target) { return target.name == name; });
    return found == fuzzTargets().end() ? nullptr : &*found;
}

} // namespace keyturn::tests
