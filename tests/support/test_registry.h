// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTest>

#include <functional>
#include <memory>

namespace keyturn::tests {

/// Remembers a test class, so that one program holds all of a folder's tests.
class TestRegistration
{
public:
    TestRegistration(const char* name, std::function<std::unique_ptr<QObject>()> make);
};

/// The folder that holds tests/data of this checkout.
QString dataFolder();
/// The path of @p relative below tests/data; fails the test when it is not there.
QString dataFile(const QString& relative);

} // namespace keyturn::tests

/// Registers a QObject test class under its own name: `unit_domain TestQuorum` runs just that class.
#define KEYTURN_TEST(Class)                                                                                  \
    static const keyturn::tests::TestRegistration registration##Class(                                       \
        #Class, [] { return std::make_unique<Class>(); })
