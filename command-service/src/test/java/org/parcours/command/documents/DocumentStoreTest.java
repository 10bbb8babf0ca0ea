package org.parcours.command.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.command.store.Hash;
import org.parcours.command.store.HashedContents;
import org.parcours.command.store.TestStorageBackend;
import org.parcours.events.DocumentRef;

class DocumentStoreTest {

    private static final byte[] LETTER = "Cher confrère".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void a_document_is_found_by_its_hash(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var documents = storage.documents(100);
            var ref = documents.put("text/plain", LETTER);

            assertThat(ref)
                    .isEqualTo(
                            new DocumentRef("text/plain", Hash.of(LETTER).toString(), LETTER.length, Optional.empty()));
            assertThat(storage.documents(100).get(Hash.of(LETTER))).hasValueSatisfying(document -> {
                assertThat(document.mediaType()).isEqualTo("text/plain");
                assertThat(document.bytes()).isEqualTo(LETTER);
            });
            assertThat(documents.get(Hash.of(new byte[0]))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_same_bytes_are_stored_once(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var documents = storage.documents(100);
            assertThat(documents.put("text/plain", LETTER)).isEqualTo(documents.put("text/plain", LETTER));
        }
    }

    @ParameterizedTest
    @EnumSource
    void documents_that_many_threads_store_at_the_same_time_are_found(TestStorageBackend backend) throws Exception {
        try (var storage = backend.open(directory);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var documents = storage.documents(1 << 20);
            // Every fifth is long, so that it is inserted by itself, and every third has the bytes of another.
            var contents = IntStream.range(0, 100)
                    .mapToObj(i -> ("%0" + (i % 5 == 0 ? 300_000 : 10) + "d").formatted(i % 3 == 0 ? 0 : i))
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .toList();
            var refs = contents.stream()
                    .map(bytes -> threads.submit(() -> documents.put("text/plain", bytes)))
                    .toList();

            for (int i = 0; i < contents.size(); i++) {
                var ref = refs.get(i).get();
                assertThat(documents.get(Hash.of(contents.get(i))))
                        .hasValueSatisfying(
                                document -> assertThat(document.bytes()).hasSize((int) ref.size()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_document_that_is_too_large_is_rejected(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var documents = storage.documents(5);
            assertThatThrownBy(() -> documents.put("text/plain", LETTER))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 5 bytes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void changed_bytes_are_not_returned(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var documents = storage.documents(100);
            var ref = documents.put("text/plain", LETTER);
            storage.overwriteAllDocuments(new byte[] {1});
            assertThatThrownBy(() -> documents.get(Hash.of(LETTER)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("were changed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void all_documents_are_listed_in_pages_with_their_bytes_as_stored(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            var documents = storage.documents(100);
            var expected = new TreeSet<String>();
            for (int i = 0; i < 5; i++) {
                expected.add(documents.put("text/plain", new byte[] {(byte) i}).sha256());
            }
            var stored = (HashedContents) documents;
            var found = new ArrayList<HashedContents.Content>();
            for (var page = stored.contents(Optional.empty(), 2);
                    !page.isEmpty();
                    page = stored.contents(Optional.of(found.getLast().id()), 2)) {
                found.addAll(page);
            }

            assertThat(found).extracting(content -> content.hash().toString()).containsExactlyElementsOf(expected);
            assertThat(found).allSatisfy(content -> assertThat(stored.storedBytes(content))
                    .hasValueSatisfying(bytes -> assertThat(Hash.of(bytes)).isEqualTo(content.hash())));
            storage.overwriteAllDocuments(new byte[] {1});
            assertThat(stored.storedBytes(found.getFirst()))
                    .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1));
        }
    }
}
