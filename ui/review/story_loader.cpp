// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/story_loader.h"

#include "models/items/overlay_of.h"
#include "models/service/background.h"
#include "ui/common/when_done.h"

namespace keyturn::ui::review {

namespace {

std::shared_ptr<const Story> tellStory(const StoryWish& wish)
{
    auto story = std::make_shared<Story>();
    story->of = wish;
    story->overlay = std::make_shared<const keyturn::timeline::Overlay>(
        items::overlayOf(*wish.snapshot, wish.now, wish.incident, wish.splits));
    story->causes = std::make_shared<const keyturn::timeline::CausalGraph>(
        items::causalityOf(*wish.snapshot, wish.now, wish.columns.get(), wish.splits,
                           wish.raised ? std::span(*wish.raised) : std::span<const items::Raised>()));
    return story;
}

} // namespace

void StoryLoader::wish(const StoryWish& wish)
{
    if (m_wish == wish)
        return;
    m_wish = wish;
    if (!m_isAtWork)
        start();
}

void StoryLoader::start()
{
    m_isAtWork = true;
    m_begun = m_wish;
    common::whenDone(service::inBackground([wish = *m_begun] { return tellStory(wish); }), this,
                     [this](const std::shared_ptr<const Story>& story) {
                         m_isAtWork = false;
                         // What has come is shown, although something newer is on its way: a long drag is
                         // to be seen moving.
                         if (!(m_begun == m_wish))
                             start();
                         Q_EMIT ready(story);
                     });
}

} // namespace keyturn::ui::review
