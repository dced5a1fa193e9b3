// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/work_pace.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace keyturn::service {

namespace {

constexpr std::int64_t kWindowMs = 10'000;
constexpr std::int64_t kBetweenLooksMs = 500;
constexpr std::int64_t kFirstTellingMs = 1'000;
constexpr double kMsPerSecond = 1'000;
constexpr double kSecondsPerMinute = 60;
constexpr double kMinutesPerHour = 60;

/// Rounded up, so that nobody is told "0 s": in seconds, minutes or hours and minutes.
QString leftText(double seconds)
{
    const auto in = [](double value) { return QLocale().toString(static_cast<qlonglong>(value)); };
    if (seconds <= kSecondsPerMinute)
        return QCoreApplication::translate("progress", "%1 s left")
            .arg(in(std::max(1.0, std::ceil(seconds))));
    const double minutes = std::ceil(seconds / kSecondsPerMinute);
    if (minutes <= kMinutesPerHour)
        return QCoreApplication::translate("progress", "%1 min left").arg(in(minutes));
    return QCoreApplication::translate("progress", "%1 h %2 min left")
        .arg(in(std::floor(minutes / kMinutesPerHour)), in(std::fmod(minutes, kMinutesPerHour)));
}

} // namespace

void WorkPace::note(std::uint64_t done, std::uint64_t total, std::int64_t nowMs)
{
    m_total = total;
    if (!m_looks.empty() && done < m_looks.back().done)
        m_looks.clear();
    // The newest look is moved on until it is far enough from the one before it.
    if (m_looks.size() > 1 && m_looks.back().atMs - m_looks[m_looks.size() - 2].atMs < kBetweenLooksMs)
        m_looks.pop_back();
    m_looks.push_back({done, nowMs});
    while (m_looks.size() > 2 && nowMs - m_looks[1].atMs >= kWindowMs)
        m_looks.pop_front();
}

std::optional<double> WorkPace::bytesPerSecond() const
{
    if (m_looks.empty() || m_looks.back().atMs - m_looks.front().atMs < kFirstTellingMs)
        return std::nullopt;
    return static_cast<double>(m_looks.back().done - m_looks.front().done) * kMsPerSecond /
           static_cast<double>(m_looks.back().atMs - m_looks.front().atMs);
}

std::optional<double> WorkPace::secondsLeft() const
{
    const auto pace = bytesPerSecond();
    if (!pace || *pace <= 0 || m_total == 0)
        return std::nullopt;
    const std::uint64_t done = m_looks.back().done;
    return done >= m_total ? 0 : static_cast<double>(m_total - done) / *pace;
}

QString WorkPace::text() const
{
    const auto pace = bytesPerSecond();
    if (!pace)
        return {};
    const QString bytes =
        QLocale().formattedDataSize(static_cast<qint64>(*pace), 1, QLocale::DataSizeSIFormat);
    const auto left = secondsLeft();
    if (!left)
        return QCoreApplication::translate("progress", "%1 a second").arg(bytes);
    //: How much a second, then how long it will take: "48.2 MB a second, 3 min left".
    return QCoreApplication::translate("progress", "%1 a second, %2").arg(bytes, leftText(*left));
}

} // namespace keyturn::service
