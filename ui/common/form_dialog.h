// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QFormLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace keyturn::ui::common {

/// A dialog with one act: a heading, fields, a place for one sentence of what went wrong, and a button that
/// says what it does. Opened with open(); never blocks.
class FormDialog : public QDialog
{
    Q_OBJECT
public:
    FormDialog(const QString& title, const QString& act, QWidget* parent);

    /// Where what is not a labelled field goes, above the fields.
    [[nodiscard]] QVBoxLayout* body() { return m_body; }
    [[nodiscard]] QFormLayout* form() { return m_form; }
    /// Adds a row: @p field, found by @p name, and before it @p label, whose mnemonic leads to the field.
    void addField(const QString& label, QWidget* field, const char* name);
    [[nodiscard]] QPushButton* actButton() { return m_act; }
    void setAct(const QString& act);
    /// The act is disabled while this is not empty, and it is shown.
    void setWhyNot(const QString& sentence);
    /// Nothing is left to cancel: the act alone stays, and Escape does what it did.
    void hideCancel();
    /// One plain sentence; empty hides it.
    void showError(const QString& sentence);
    /// While something runs the act is disabled and says so.
    void setBusy(bool isBusy);
    [[nodiscard]] bool isBusy() const { return m_isBusy; }

Q_SIGNALS:
    /// The person pressed the button.
    void actRequested();

protected:
    /// What appears in a dialog may make it longer: it then moves up as far as its end needs and the screen
    /// has.
    void resizeEvent(QResizeEvent* event) override;

private:
    void update();

    QVBoxLayout* m_body;
    QFormLayout* m_form;
    QLabel* m_error;
    QLabel* m_whyNot;
    QPushButton* m_act;
    QPushButton* m_cancel;
    QString m_whyNotText;
    bool m_isBusy = false;
};

} // namespace keyturn::ui::common
