// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/frame_builder.h"

#include <QObject>
#include <QThreadPool>

#include <memory>
#include <optional>

namespace keyturn::ui::timeline {

/// Has frames made on another thread, one at a time: while one is being made only the newest of the requests
/// waits. What was asked for before the data changed is given up at once; a mere move lets the frame under
/// way be finished, so that a long gesture still sees frames.
class FrameLoader : public QObject
{
    Q_OBJECT

public:
    explicit FrameLoader(QObject* parent = nullptr);
    /// Waits for the frame under way, which is told to give up.
    ~FrameLoader() override;

    enum class Reason { Moved, DataChanged };
    /// Asks for a frame; its generation is set here. @return that generation.
    std::uint64_t request(keyturn::timeline::FrameRequest request, Reason reason);
    /// Lets go of something large on the other thread: giving back its memory takes a while.
    void letGo(std::shared_ptr<const void> something);
    /// Nothing is being made, nothing waits.
    [[nodiscard]] bool isIdle() const { return !m_isBuilding && !m_waiting; }

Q_SIGNALS:
    /// A frame that no change of data has outdated.
    void frameReady(keyturn::timeline::FramePointer frame);

private:
    void start(keyturn::timeline::FrameRequest request);
    void finish(const keyturn::timeline::FramePointer& frame);

    QThreadPool m_pool;
    std::shared_ptr<keyturn::timeline::FrameBuilder> m_builder;
    std::optional<keyturn::timeline::FrameRequest> m_waiting;
    std::uint64_t m_generation = 0;
    std::uint64_t m_leastGeneration = 0;
    bool m_isBuilding = false;
};

} // namespace keyturn::ui::timeline
