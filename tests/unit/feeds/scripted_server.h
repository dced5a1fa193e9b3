// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>
#include <QMutex>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QUrl>

#include <functional>

namespace keyturn::tests {

/// A server of this process, on a thread of its own, that answers each request with the very bytes that a
/// test gives, which a well-behaved one would not.
class ScriptedServer
{
public:
    /// What follows the bytes of an answer.
    enum class Then { Close, SayNothing };
    struct Answer
    {
        QByteArray bytes;
        Then then = Then::Close;
    };
    /// Called on the server's thread, while the test waits for the answer.
    using Script = std::function<Answer(const QByteArray& request)>;

    explicit ScriptedServer(Script script) : m_script(std::move(script))
    {
        if (!m_server->listen(QHostAddress::LocalHost))
            qFatal("no port: %s", qPrintable(m_server->errorString()));
        m_port = m_server->serverPort();
        QObject::connect(m_server, &QTcpServer::newConnection, m_server, [this] {
            QTcpSocket* socket = m_server->nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { read(socket); });
        });
        QObject::connect(&m_thread, &QThread::finished, m_server, &QObject::deleteLater);
        m_server->moveToThread(&m_thread);
        m_thread.start();
    }
    ~ScriptedServer()
    {
        m_thread.quit();
        m_thread.wait();
    }
    [[nodiscard]] QUrl address(const char* path) const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_port).arg(QLatin1String(path)));
    }
    [[nodiscard]] QByteArrayList requests() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_requests;
    }

private:
    void read(QTcpSocket* socket)
    {
        const QByteArray request = socket->property("begun").toByteArray() + socket->readAll();
        socket->setProperty("begun", request);
        if (!request.endsWith("\r\n\r\n"))
            return;
        socket->setProperty("begun", QByteArray());
        {
            const QMutexLocker lock(&m_mutex);
            m_requests.append(request);
        }
        const Answer answer = m_script(request);
        socket->write(answer.bytes);
        if (answer.then == Then::Close)
            socket->disconnectFromHost();
    }

    QTcpServer* m_server = new QTcpServer; ///< Lives on the thread and ends with it.
    quint16 m_port = 0;
    Script m_script;
    mutable QMutex m_mutex;
    QByteArrayList m_requests;
    QThread m_thread;
};

/// An answer with a body and its length.
inline ScriptedServer::Answer answerWith(const QByteArray& status, const QByteArray& fields,
                                         const QByteArray& body)
{
    return {"HTTP/1.1 " + status + "\r\n" + fields + "Content-Length: " + QByteArray::number(body.size()) +
            "\r\nConnection: close\r\n\r\n" + body};
}

} // namespace keyturn::tests
