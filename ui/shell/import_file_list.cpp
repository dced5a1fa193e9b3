// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/import_file_list.h"

#include "models/service/background.h"
#include "models/service/import_job.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"

#include <QBoxLayout>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QItemSelectionModel>
#include <QLabel>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSet>
#include <QShortcut>
#include <QUrl>

namespace keyturn::ui::shell {

using common::kGridPx;

namespace {

QStringList localPaths(const QMimeData* data)
{
    QStringList paths;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile())
            paths += url.toLocalFile();
    }
    return paths;
}

} // namespace

ImportFileList::ImportFileList(QWidget* parent)
    : QWidget(parent), m_list(new QListWidget(this)), m_remove(new QPushButton(tr("&Remove"), this)),
      m_said(common::mutedLabel({}, this))
{
    setObjectName(QStringLiteral("importFiles"));
    setAcceptDrops(true);
    auto* files = new QPushButton(tr("&Add files…"), this);
    auto* folder = new QPushButton(tr("Add fol&der…"), this);
    folder->setObjectName(QStringLiteral("addFolder"));
    m_remove->setObjectName(QStringLiteral("removeFiles"));
    m_remove->setToolTip(tr("Takes the chosen files off this list; the files themselves stay."));
    m_list->setObjectName(QStringLiteral("files"));
    m_list->setAccessibleName(tr("Files to import"));
    m_list->setMinimumHeight(10 * kGridPx);
    m_list->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideMiddle); // What a path begins and ends with tells it from others.
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGridPx);
    buttons->addWidget(files);
    buttons->addWidget(folder);
    buttons->addStretch();
    auto* below = new QHBoxLayout;
    below->setSpacing(kGridPx);
    below->addWidget(m_said, 1);
    below->addWidget(m_remove);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGridPx);
    layout->addLayout(buttons);
    layout->addWidget(m_list, 1);
    layout->addLayout(below);
    auto* removeKey = new QShortcut(QKeySequence::Delete, m_list);
    removeKey->setContext(Qt::WidgetShortcut);
    connect(removeKey, &QShortcut::activated, this, &ImportFileList::removeChosen);
    connect(m_remove, &QPushButton::clicked, this, &ImportFileList::removeChosen);
    connect(files, &QPushButton::clicked, this, [this] { choose(false); });
    connect(folder, &QPushButton::clicked, this, [this] { choose(true); });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_list->model(), signal, this, &ImportFileList::update);
    connect(m_list, &QListWidget::itemSelectionChanged, this, &ImportFileList::update);
    connect(m_list, &QListWidget::currentRowChanged, this, &ImportFileList::changed);
    update();
}

void ImportFileList::add(const QStringList& paths)
{
    ++m_looks;
    update();
    common::whenDone(service::inBackground([paths] { return service::filesToImport(paths); }), this,
                     [this, generation = m_generation](const QStringList& files) {
                         --m_looks;
                         if (generation == m_generation)
                             take(files);
                         update();
                     });
}

void ImportFileList::take(const QStringList& files)
{
    const QStringList listed = paths();
    QSet<QString> known(listed.begin(), listed.end());
    QStringList added;
    for (const QString& file : files) {
        if (!known.contains(file)) {
            known.insert(file);
            added += file;
        }
    }
    m_list->addItems(added);
    if (m_list->currentRow() < 0)
        m_list->setCurrentRow(0, QItemSelectionModel::ClearAndSelect);
}

void ImportFileList::clear()
{
    ++m_generation;
    m_list->clear();
    update();
}

int ImportFileList::count() const
{
    return m_list->count();
}

QString ImportFileList::path(int row) const
{
    return m_list->item(row)->text();
}

QStringList ImportFileList::paths() const
{
    QStringList all;
    for (int row = 0; row < count(); ++row)
        all += path(row);
    return all;
}

int ImportFileList::currentRow() const
{
    return m_list->currentRow();
}

void ImportFileList::choose(bool wantsFolder)
{
    auto* dialog = new QFileDialog(this, wantsFolder ? tr("Folder to import") : tr("Files to import"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(wantsFolder ? QFileDialog::Directory : QFileDialog::ExistingFiles);
    dialog->setOption(QFileDialog::ShowDirsOnly, wantsFolder);
    connect(dialog, &QFileDialog::filesSelected, this, &ImportFileList::add);
    dialog->open();
}

void ImportFileList::removeChosen()
{
    qDeleteAll(m_list->selectedItems());
}

void ImportFileList::update()
{
    m_remove->setEnabled(!m_list->selectedItems().isEmpty());
    m_said->setText(isLooking()   ? tr("Looking for files…")
                    : count() > 1 ? tr("%n files", nullptr, count())
                                  : QString());
    Q_EMIT changed();
}

void ImportFileList::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localPaths(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ImportFileList::dropEvent(QDropEvent* event)
{
    add(localPaths(event->mimeData()));
    event->acceptProposedAction();
}

} // namespace keyturn::ui::shell
