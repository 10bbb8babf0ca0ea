package org.parcours.command.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.parcours.command.store.Hash;

/**
 * Inserts the documents that several threads store at the same time in one transaction: the thread whose turn it is
 * inserts those of all that wait. A thread that is alone does not wait.
 */
final class GroupedDocumentInserter {

    private static final int MAX_GROUP_SIZE = 64;

    /** A longer document is inserted by itself, so that the others do not wait for it. */
    private static final int MAX_GROUPED_BYTES = 256 << 10;

    private final Consumer<List<HashedDocument>> transaction;
    private final Queue<PendingInsert> pending = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    record HashedDocument(Hash hash, StoredDocument content) {}

    /** Its result is written and read by threads whose turn it is. */
    private static final class PendingInsert {

        private final HashedDocument document;
        private boolean finished;
        private @Nullable RuntimeException failure;

        private PendingInsert(HashedDocument document) {
            this.document = document;
        }
    }

    /** @param transaction inserts all of the documents whose hash is not stored, or throws and inserts none */
    GroupedDocumentInserter(Consumer<List<HashedDocument>> transaction) {
        this.transaction = transaction;
    }

    /** Returns when the document is inserted; throws what its transaction threw. */
    void insert(HashedDocument document) {
        if (document.content().bytes().length > MAX_GROUPED_BYTES) {
            transaction.accept(List.of(document));
            return;
        }
        PendingInsert insert = new PendingInsert(document);
        pending.add(insert);
        turn.lock();
        try {
            while (!insert.finished) {
                insertNextGroup();
            }
        } finally {
            turn.unlock();
        }
        if (insert.failure != null) {
            throw insert.failure;
        }
    }

    /** Documents whose transaction has not begun. */
    int waiting() {
        return pending.size();
    }

    /** Where a group cannot be inserted, each document is by itself: one that fails does not fail the others. */
    private void insertNextGroup() {
        List<PendingInsert> group = new ArrayList<>();
        while (group.size() < MAX_GROUP_SIZE && !pending.isEmpty()) {
            group.add(pending.remove());
        }
        try {
            transaction.accept(group.stream().map(insert -> insert.document).toList());
            group.forEach(insert -> finish(insert, null));
        } catch (RuntimeException e) {
            if (group.size() == 1) {
                finish(group.getFirst(), e);
            } else {
                group.forEach(this::insertAlone);
            }
        } catch (Error e) {
            group.forEach(insert -> finish(insert, new IllegalStateException("Documents were not inserted: " + e, e)));
            throw e;
        }
    }

    private void insertAlone(PendingInsert insert) {
        try {
            transaction.accept(List.of(insert.document));
            finish(insert, null);
        } catch (RuntimeException e) {
            finish(insert, e);
        }
    }

    private static void finish(PendingInsert insert, @Nullable RuntimeException failure) {
        insert.failure = failure;
        insert.finished = true;
    }
}
