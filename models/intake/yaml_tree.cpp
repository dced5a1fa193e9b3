// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/yaml_tree.h"

#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace keyturn::intake {

namespace {

QString yamlText(const char* text)
{
    return QCoreApplication::translate("intake", text);
}

/// How many more brackets are opened than closed, at most. yaml-cpp reads a flow collection to its end before
/// it tells of its start, so that the handler below would see the depth only when the memory is spent.
std::size_t openBrackets(std::string_view text)
{
    std::size_t open = 0;
    std::size_t most = 0;
    for (const char c : text) {
        if (c == '[' || c == '{')
            most = std::max(most, ++open);
        else if ((c == ']' || c == '}') && open > 0)
            --open;
    }
    return most;
}

/// Brackets in prose need not be balanced, so that this is far more than kMaximumYamlDepth.
constexpr std::size_t kMaximumOpenBrackets = 10'000;

QString reasonOf(const YAML::Exception& error)
{
    if (error.msg == YAML::ErrorMsg::DOC_IN_SCALAR)
        return yamlText(QT_TRANSLATE_NOOP("intake", "a quote is opened and never closed"));
    return yamlText(QT_TRANSLATE_NOOP("intake", "it is not well-formed YAML (%1)")).arg(shownText(error.msg));
}

/// Thrown through yaml-cpp by the handler below; caught in readYaml().
struct YamlRefusal
{
    YamlFault fault;
};

/// Builds the tree from yaml-cpp's events: its own Node type would follow aliases and has no bound.
class TreeBuilder final : public YAML::EventHandler
{
public:
    /// Moves what was built, whole or not, into @p roots.
    void moveTo(std::vector<YamlNode>& roots, bool isWhole)
    {
        while (!m_open.empty()) {
            m_open.back().node.isWhole = isWhole;
            close();
        }
        if (m_hasRoot)
            roots.push_back(std::move(m_root));
        m_root = {};
        m_hasRoot = false;
    }

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        // Before a comma that stands outside of brackets, yaml-cpp finds one empty document after another.
        if (mark.pos == m_documentAt)
            refuse(mark, QT_TRANSLATE_NOOP("intake", "it is not well-formed YAML (a comma stands alone)"));
        m_documentAt = mark.pos;
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { addScalar(mark, {}); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  const std::string& value) override
    {
        addScalar(mark, value);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override
    {
        refuse(mark, QT_TRANSLATE_NOOP("intake", "it uses an alias (*name), which is not read"));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override
    {
        open(mark, YamlNode::Kind::List);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override
    {
        open(mark, YamlNode::Kind::Map);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open
    {
        YamlNode node;
        std::string key; ///< Of a map: the key whose value comes next.
        bool hasKey = false;
    };

    [[noreturn]] static void refuse(const YAML::Mark& mark, const char* reason)
    {
        throw YamlRefusal{{yamlText(reason), mark.line}};
    }

    void count(const YAML::Mark& mark)
    {
        if (++m_count > kMaximumYamlNodes)
            refuse(mark, QT_TRANSLATE_NOOP("intake", "it holds more than 250,000 values"));
        // A value's last line is not known when it ends, only when something else begins.
        for (YamlNode* ended : m_justEnded)
            ended->endLine = mark.line;
        m_justEnded.clear();
    }

    void addScalar(const YAML::Mark& mark, const std::string& text)
    {
        count(mark);
        YamlNode node;
        node.text = text;
        node.firstLine = mark.line;
        attach(std::move(node));
    }

    void open(const YAML::Mark& mark, YamlNode::Kind kind)
    {
        count(mark);
        if (m_open.size() >= kMaximumYamlDepth)
            refuse(mark, QT_TRANSLATE_NOOP("intake", "it is nested too deeply"));
        Open opened;
        opened.node.kind = kind;
        opened.node.firstLine = mark.line;
        m_open.push_back(std::move(opened));
    }

    void close()
    {
        YamlNode node = std::move(m_open.back().node);
        m_open.pop_back();
        attach(std::move(node));
    }

    void attach(YamlNode node)
    {
        if (m_open.empty()) {
            m_root = std::move(node);
            m_hasRoot = true;
            return;
        }
        Open& parent = m_open.back();
        if (parent.node.kind == YamlNode::Kind::List) {
            parent.node.items.push_back(std::move(node));
            // Only items of lists are ever cut out of the text, and a list does not move its items before the
            // next.
            if (parent.node.items.back().kind == YamlNode::Kind::Map)
                m_justEnded.push_back(&parent.node.items.back());
        } else if (!parent.hasKey) {
            m_justEnded.clear(); // A list that is a key goes, and all that has just ended is within it.
            parent.key = std::move(node.text);
            parent.hasKey = true;
        } else {
            parent.node.members.push_back({std::move(parent.key), std::move(node)});
            parent.key.clear();
            parent.hasKey = false;
        }
    }

    YamlNode m_root;
    std::vector<Open> m_open;
    std::vector<YamlNode*> m_justEnded;
    std::size_t m_count = 0;
    int m_documentAt = -1; ///< Where the document began that is being read.
    bool m_hasRoot = false;
};

} // namespace

const YamlNode* YamlNode::find(std::string_view key) const
{
    for (const auto& [name, node] : members) {
        if (name == key)
            return &node;
    }
    return nullptr;
}

std::string_view YamlNode::textOf(std::string_view key) const
{
    const YamlNode* node = find(key);
    return node != nullptr && node->kind == Kind::Scalar ? std::string_view(node->text) : std::string_view();
}

std::string_view YamlNode::keyNamedTwice() const
{
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const auto& member : members)
        keys.push_back(member.key);
    std::sort(keys.begin(), keys.end());
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    return twice == keys.end() ? std::string_view() : *twice;
}

YamlDocuments readYaml(const std::string& text)
{
    YamlDocuments out;
    if (openBrackets(text) > kMaximumOpenBrackets) {
        out.fault = YamlFault{yamlText(QT_TRANSLATE_NOOP("intake", "it is nested too deeply")), 0};
        return out;
    }
    TreeBuilder builder;
    try {
        // yaml-cpp takes the end of the text for the end of a quote that was never closed, and all studies
        // behind such a quote would be lost in silence. The mark of a document's end within a quote is an
        // error to it.
        std::istringstream stream(text + "\n...\n");
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder))
            builder.moveTo(out.roots, true);
    } catch (const YamlRefusal& refusal) {
        out.fault = refusal.fault;
    } catch (const YAML::Exception& error) {
        out.fault = YamlFault{reasonOf(error), std::max(0, error.mark.line)};
    } catch (const std::exception& error) {
        out.fault = YamlFault{yamlText(QT_TRANSLATE_NOOP("intake", "it is not well-formed YAML (%1)"))
                                  .arg(shownText(error.what())),
                              0};
    }
    builder.moveTo(out.roots, !out.fault.has_value());
    return out;
}

} // namespace keyturn::intake
