// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/keyturnctl/demo_steps.h"
#include "models/base/clock.h"
#include "models/crypto/keys.h"
#include "models/service/workspace.h"

#include <QString>

#include <map>
#include <memory>
#include <vector>

namespace keyturn::app {

/// A clock that stands where the story stands.
class StoryClock final : public base::Clock
{
public:
    [[nodiscard]] base::UtcTime now() const override { return m_now; }
    void set(base::UtcTime now) { m_now = now; }

private:
    base::UtcTime m_now;
};

/// The week that the demo workspace plays (resources/demo), told through the same façade that users' commands
/// go through: members sign with keys of their own, rules are judged as ever.
class DemoStory
{
public:
    /// Reads the story that ships with the program.
    [[nodiscard]] static base::Result<DemoStory> load();

    [[nodiscard]] base::UtcTime beginsAt() const { return m_beginsAt; }
    [[nodiscard]] const domain::MemberId& backgroundBy() const { return m_backgroundBy; }
    /// The members without keys, under the usual charter; marked DEMO.
    [[nodiscard]] const domain::Charter& charter() const { return m_charter; }

    using Keys = std::map<domain::MemberId, std::unique_ptr<crypto::PrivateKey>>;
    /// Sets the catalogue.
    [[nodiscard]] base::Result<void> setCatalogue(service::Workspace& workspace, const Keys& keys) const;
    /// Plays every step at its own time.
    [[nodiscard]] base::Result<void> play(service::Workspace& workspace, StoryClock& clock,
                                          const Keys& keys) const;

private:
    struct Step
    {
        base::UtcTime at;
        domain::MemberId member;
        base::JsonValue content;
        QString act;
    };
    [[nodiscard]] base::Result<void> play(const Step& step, service::Workspace& workspace,
                                          crypto::Signer& signer, demo::Made& made) const;

    base::UtcTime m_beginsAt;
    domain::MemberId m_backgroundBy;
    domain::MemberId m_catalogueBy;
    domain::Charter m_charter;
    domain::Catalogue m_catalogue;
    std::vector<domain::Dependent> m_dependents;
    std::vector<Step> m_steps;
};

} // namespace keyturn::app
