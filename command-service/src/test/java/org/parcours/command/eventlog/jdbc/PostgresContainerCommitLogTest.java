package org.parcours.command.eventlog.jdbc;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.parcours.command.eventlog.CommitLogContract;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The PostgreSQL of docker-compose.yml; skipped without Docker. */
@Testcontainers(disabledWithoutDocker = true)
class PostgresContainerCommitLogTest extends CommitLogContract {

    @Container
    private static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:17");

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @Override
    protected String newStoreUrl() {
        String name = "log" + DATABASES.incrementAndGet();
        try (var connection = DriverManager.getConnection(
                        POSTGRES.getJdbcUrl(), POSTGRES.getUsername(), POSTGRES.getPassword());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("The database for the test could not be created", e);
        }
        return "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
                .formatted(
                        POSTGRES.getHost(),
                        POSTGRES.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                        name,
                        POSTGRES.getUsername(),
                        POSTGRES.getPassword());
    }
}
