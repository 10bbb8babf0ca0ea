package org.parcours.command.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Random;
import org.bson.BsonMaximumSizeExceededException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An error of the values is told from an error of the database: only the second one passes by itself. */
class StoreOperationExceptionTest {

    @TempDir
    private Path directory;

    @Test
    void a_text_with_nul_and_a_row_too_long_for_its_index_are_caused_by_the_data_in_postgresql() {
        try (var database = TestDatabase.POSTGRESQL.open(directory)) {
            create(database, "CREATE TABLE name (name TEXT PRIMARY KEY)");
            var random = new Random(1).ints('a', 'z' + 1).limit(100_000);
            var longName = random.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(insert(database, "\0").isCausedByData()).isTrue();
            assertThat(insert(database, longName).isCausedByData()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_duplicate_key_and_a_missing_table_are_not_caused_by_the_data(TestDatabase kind) {
        try (var database = kind.open(directory)) {
            assertThat(insert(database, "a").isCausedByData()).isFalse();
            create(database, "CREATE TABLE name (name TEXT PRIMARY KEY)");
            create(database, "INSERT INTO name VALUES ('a')");
            assertThat(insert(database, "a"))
                    .returns(true, StoreOperationException::isDuplicateKey)
                    .returns(false, StoreOperationException::isCausedByData);
        }
    }

    @Test
    void a_full_disk_is_not_caused_by_the_data() {
        try (var database = TestDatabase.SQLITE.open(directory)) {
            var full = catchThrowableOfType(
                    StoreOperationException.class,
                    () -> database.write(connection -> {
                        // No smaller than the file: every further page is refused.
                        Database.query(connection, row -> row, "PRAGMA max_page_count = 1");
                        return Database.update(connection, "CREATE TABLE filler AS SELECT randomblob(1000000)");
                    }));
            assertThat(full).hasMessageContaining("full").returns(false, StoreOperationException::isCausedByData);
        }
    }

    @Test
    void a_document_longer_than_mongodb_accepts_is_caused_by_the_data() {
        var tooLong = catchThrowableOfType(
                StoreOperationException.class,
                () -> StoreOperationException.translateMongo(() -> {
                    throw new BsonMaximumSizeExceededException("Document size of 17 MB is larger than the maximum");
                }));
        assertThat(tooLong.isCausedByData()).isTrue();
    }

    private static StoreOperationException insert(Database database, String name) {
        return catchThrowableOfType(
                StoreOperationException.class,
                () -> database.write(connection -> Database.update(connection, "INSERT INTO name VALUES (?)", name)));
    }

    private static void create(Database database, String sql) {
        database.write(connection -> Database.update(connection, sql));
    }
}
