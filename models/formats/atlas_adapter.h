// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"

namespace keyturn::formats {

/// MITRE ATLAS case studies in YAML: one study a file, several documents, the `study:` of a website
/// submission, or the whole ATLAS.yaml, of which the list `case-studies` is read. A record's number is that
/// of its study.
///
/// Source: mitre-atlas/atlas-data, schemas/atlas_obj.py (case_study_schema), schemas/website_submission.py.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | incident-date as far as incident-date-granularity (YEAR, MONTH, DATE) says it is known: |
/// |             | a study of 2018 states the year, never 1 January. Without one, as far as it is written  |
/// | title       | name                                                                                    |
/// | description | summary; target, actor and case-study-type as "Target: …" lines                         |
/// | source      | reporter (formerly reported-by); else the caller's default; else "MITRE ATLAS"          |
/// | source kind | not stated                                                                              |
/// | credibility | case-study-type incident: observed behaviour, as it happened to somebody; exercise (a   |
/// |             | red team's or researcher's own) and all else: not stated                                |
/// | severity,   | not stated: no field says so (target names a system or its users, not a model)          |
/// | layer,      |                                                                                         |
/// | models      |                                                                                         |
/// | reference   | id ("AML.CS0000"), else the first url of references                                     |
class AtlasAdapter final : public intake::Adapter
{
public:
    [[nodiscard]] QString format() const override { return QStringLiteral("atlas-yaml"); }
    [[nodiscard]] QString versioned() const override { return QStringLiteral("atlas-yaml/1"); }
    [[nodiscard]] int recognises(const intake::FileHead& head) const override;
    [[nodiscard]] base::Result<void> read(QIODevice& device, const intake::ImportHints& hints,
                                          intake::RecordSink& sink) const override;
};

} // namespace keyturn::formats
