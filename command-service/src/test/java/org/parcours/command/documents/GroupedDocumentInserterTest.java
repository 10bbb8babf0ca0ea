package org.parcours.command.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.parcours.command.documents.GroupedDocumentInserter.HashedDocument;
import org.parcours.command.store.Hash;

class GroupedDocumentInserterTest {

    private final List<List<HashedDocument>> transactions = new ArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final GroupedDocumentInserter inserter = new GroupedDocumentInserter(this::transaction);

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void documents_that_wait_for_a_transaction_are_inserted_together_in_the_next() {
        CompletableFuture<Void> running = insert("first");
        await().until(() -> transactions.size() == 1);
        List<CompletableFuture<Void>> waiting = List.of(insert("a"), insert("b"), insert("c"));
        await().until(() -> inserter.waiting() == 3);
        first.countDown();

        running.join();
        waiting.forEach(CompletableFuture::join);
        assertThat(transactions).hasSize(2);
        assertThat(transactions.getLast()).hasSize(3);
    }

    @Test
    void a_document_that_cannot_be_inserted_does_not_fail_those_of_the_same_group() {
        insert("first");
        await().until(() -> transactions.size() == 1);
        CompletableFuture<Void> good = insert("good");
        CompletableFuture<Void> bad = insert("bad");
        await().until(() -> inserter.waiting() == 2);
        first.countDown();

        good.join();
        assertThatThrownBy(bad::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    private CompletableFuture<Void> insert(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        HashedDocument document = new HashedDocument(Hash.of(bytes), new StoredDocument("text/plain", bytes));
        return CompletableFuture.runAsync(() -> inserter.insert(document), threads);
    }

    private void transaction(List<HashedDocument> documents) {
        synchronized (transactions) {
            transactions.add(documents);
        }
        try {
            first.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (documents.stream()
                .anyMatch(document -> new String(document.content().bytes(), StandardCharsets.UTF_8).equals("bad"))) {
            throw new IllegalStateException("cannot be inserted");
        }
    }
}
