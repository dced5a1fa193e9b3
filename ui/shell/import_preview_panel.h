// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/import_preview.h"

#include <QWidget>

class QLabel;

namespace keyturn::ui::common {
class TableView;
}

namespace keyturn::ui::shell {

/// Shows what a file would be read as: its format, and its first records and rejections.
class ImportPreviewPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit ImportPreviewPanel(QWidget* parent);
    /// Reads the beginning of the file that @p request names, in the background, and shows it; what was asked
    /// for before is forgotten.
    void show(const service::ImportRequest& request);
    /// Shows nothing.
    void clear();

Q_SIGNALS:
    /// What was asked for last has been looked at; @p preview is nullptr where it could not be.
    void looked(const keyturn::service::ImportPreview* preview);

private:
    void take(const base::Result<service::ImportPreview>& preview);

    QLabel* m_summary;
    common::TableView* m_table;
    quint64 m_generation = 0; ///< Of what is asked for; an answer to an older question is dropped.
};

} // namespace keyturn::ui::shell
