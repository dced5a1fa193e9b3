// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/adapter.h"
#include "models/intake/atlas_adapter.h"
#include "models/intake/record_text.h"
#include "models/intake/stix_adapter.h"
#include "models/intake/timesketch_csv.h"
#include "models/intake/timesketch_jsonl.h"

namespace keyturn::intake {

namespace {

/// Below this a guess is no better than none.
constexpr int kSureEnough = 50;

} // namespace

const std::vector<std::unique_ptr<Adapter>>& adapters()
{
    static const auto all = [] {
        std::vector<std::unique_ptr<Adapter>> list;
        list.push_back(std::make_unique<StixAdapter>());
        list.push_back(std::make_unique<AtlasAdapter>());
        list.push_back(std::make_unique<TimesketchCsvAdapter>());
        list.push_back(std::make_unique<TimesketchJsonlAdapter>());
        return list;
    }();
    return all;
}

base::Result<const Adapter*> chooseAdapter(const QString& format, std::string_view head,
                                           const QString& fileName)
{
    const bool isAuto = format == QLatin1String("auto");
    const Adapter* best = nullptr;
    int bestSureness = kSureEnough - 1;
    for (const auto& adapter : adapters()) {
        if (!isAuto) {
            if (adapter->format() == format)
                return adapter.get();
            continue;
        }
        const int sureness = adapter->recognises(head);
        if (sureness > bestSureness) {
            best = adapter.get();
            bestSureness = sureness;
        }
    }
    if (best == nullptr)
        return base::fail(IntakeError::UnknownFormat, shownFileName(fileName));
    return best;
}

} // namespace keyturn::intake
