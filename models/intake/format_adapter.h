// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"

#include <QString>

#include <memory>
#include <utility>

namespace keyturn::intake {

/// What every format has that is read by one of the shared readers: a name and the version of its mapping.
class Format
{
public:
    virtual ~Format() = default;
    /// "suricata-eve", the word for `--format`.
    [[nodiscard]] virtual QString word() const = 0;
    /// The version of its mapping, from 1.
    [[nodiscard]] virtual int mappingVersion() const { return 1; }
    /// "suricata-eve/1": what its records and batches say they were read by.
    [[nodiscard]] virtual QString versioned() const
    {
        return word() + QLatin1Char('/') + QString::number(mappingVersion());
    }
};

/// An adapter that is named as its format is. @tparam FormatType a Format.
template <typename FormatType>
class FormatAdapter : public Adapter
{
public:
    explicit FormatAdapter(std::unique_ptr<const FormatType> format) : m_format(std::move(format)) {}
    [[nodiscard]] QString format() const final { return m_format->word(); }
    [[nodiscard]] QString versioned() const final { return m_format->versioned(); }

protected:
    /// The format.
    [[nodiscard]] const FormatType& own() const { return *m_format; }

private:
    std::unique_ptr<const FormatType> m_format;
};

} // namespace keyturn::intake
