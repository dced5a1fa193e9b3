// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keyturn::formats {

/// How an event of Windows or of a Microsoft service is written down.
enum class WindowsShape : std::uint8_t {
    None,        ///< Not one of these.
    Flat,        ///< Members beside each other: NXLog, Logstash, EvtxECmd, Sentinel's SecurityEvent, Event.
    Winlogbeat,  ///< `winlog`, an object or dotted names; or event_id beside log_name before version 7.
    Xml,         ///< The XML turned to JSON: Event, System, EventData.
    PowerShell,  ///< Get-WinEvent: Id, ProviderName, LogName.
    Alert,       ///< An alert or incident of Defender or Sentinel.
    Hunting,     ///< A row of Defender's advanced hunting: Timestamp and ActionType.
    Directory,   ///< Audit and sign-in logs of Entra ID (Azure AD).
    Office,      ///< Office 365's unified audit log.
    SentinelRow, ///< Any other table of Azure Monitor: TimeGenerated and Type.
};

/// The members of one event, wherever its shape keeps them.
class WindowsFields
{
public:
    explicit WindowsFields(const simdjson::dom::object& event);

    [[nodiscard]] WindowsShape shape() const { return m_shape; }
    /// How sure it is that the event has this shape, from 0 to 100.
    [[nodiscard]] int sureness() const { return m_sureness; }
    /// The first of @p names that says something: text, a number, or what its XML element holds. "-", as
    /// Windows writes for nothing, says nothing.
    [[nodiscard]] std::string text(std::initializer_list<std::string_view> names) const;
    /// The value of the first member called @p name, as it is.
    [[nodiscard]] std::optional<simdjson::dom::element> value(std::string_view name) const;
    /// What the XML element @p name has as its attribute @p attribute.
    [[nodiscard]] std::optional<simdjson::dom::element> attribute(std::string_view name,
                                                                  std::string_view attribute) const;

private:
    void collectData(const simdjson::dom::object& holder);
    void collectDotted(const simdjson::dom::object& event);
    void findShape(const simdjson::dom::object& event);

    std::vector<simdjson::dom::object> m_holders; ///< Objects to look in, the outermost first.
    std::vector<std::pair<std::string_view, simdjson::dom::element>>
        m_data; ///< Of named Data and of dotted names.
    WindowsShape m_shape = WindowsShape::None;
    int m_sureness = 0;
};

} // namespace keyturn::formats
