// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/frame_loader.h"

#include <limits>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

FrameLoader::FrameLoader(QObject* parent) : QObject(parent), m_builder(std::make_shared<kt::FrameBuilder>())
{
    m_pool.setMaxThreadCount(1);
}

FrameLoader::~FrameLoader()
{
    m_builder->supersede(std::numeric_limits<std::uint64_t>::max());
    m_pool.waitForDone();
}

std::uint64_t FrameLoader::request(kt::FrameRequest request, Reason reason)
{
    request.generation = ++m_generation;
    if (reason == Reason::DataChanged) {
        m_leastGeneration = m_generation;
        m_builder->supersede(m_generation);
    }
    if (m_isBuilding)
        m_waiting = std::move(request);
    else
        start(std::move(request));
    return m_generation;
}

void FrameLoader::letGo(std::shared_ptr<const void> something)
{
    m_pool.start([something = std::move(something)]() mutable { something.reset(); });
}

void FrameLoader::start(kt::FrameRequest request)
{
    m_isBuilding = true;
    m_pool.start([this, builder = m_builder, request = std::move(request)] {
        const kt::FramePointer frame = builder->build(request);
        // The destructor waits for the pool, so this object is still there; a call queued to it dies with it.
        QMetaObject::invokeMethod(
            this, [this, frame] { finish(frame); }, Qt::QueuedConnection);
    });
}

void FrameLoader::finish(const kt::FramePointer& frame)
{
    m_isBuilding = false;
    if (m_waiting) {
        kt::FrameRequest next = std::move(*m_waiting);
        m_waiting.reset();
        start(std::move(next));
    }
    if (frame && frame->generation >= m_leastGeneration)
        Q_EMIT frameReady(frame);
}

} // namespace keyturn::ui::timeline
