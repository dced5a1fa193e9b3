// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/keys.h"
#include "models/domain/payload.h"

#include <QString>

namespace keyturn::service {

/// Shows that a new member, or a member with a new key, holds the key that the next charter is to name: a
/// small file that they make at their own machine and send to whoever drafts the charter.
struct Enrolment
{
    base::Digest log; ///< Of the workspace that it is for; it is good for no other.
    domain::MemberId member;
    domain::MemberKey key;
    QByteArray signature; ///< Of domain::possessionBytes(), by that key.
    friend bool operator==(const Enrolment&, const Enrolment&) = default;
};

/// Signs an enrolment with the new key itself. @return the signer's errors.
[[nodiscard]] base::Result<Enrolment> makeEnrolment(const base::Digest& log, const domain::MemberId& member,
                                                    crypto::Signer& key);
/// Writes an enrolment as JSON, a new file only. @return FileExists, FileFailure.
[[nodiscard]] base::Result<void> writeEnrolmentFile(const QString& path, const Enrolment& enrolment);
/// Reads one strictly and verifies it. @return FileFailure, JsonError of base, EnrolmentRefused.
[[nodiscard]] base::Result<Enrolment> readEnrolmentFile(const QString& path);

/// The proofs for @p next to follow @p standing, in the order that a proposal wants them, from @p enrolments.
/// What is missing is left out: the rules name whose it is.
[[nodiscard]] std::vector<domain::KeyProof> proofsFrom(const domain::Charter& standing,
                                                       const domain::Charter& next,
                                                       const std::vector<Enrolment>& enrolments);

} // namespace keyturn::service
