package org.parcours.command.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.parcours.command.configuration.StoreFactory;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.verify.ProgressListener;
import org.parcours.command.eventlog.verify.TolerantCommitReader;
import org.parcours.command.eventlog.verify.VerificationFinding;
import org.parcours.command.store.Hash;
import org.parcours.command.store.HashedContents;
import org.parcours.command.store.HashedContents.Content;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.MalformedEventException;

/**
 * Compares the documents, the messages as received and the quarantined messages with their hashes, and looks for those
 * that events refer to. The log contains their hashes, so what its chain proves extends to them.
 */
final class StoredContentVerifier {

    private static final int PAGE_SIZE = 500;

    /** Feeds whose events may refer to documents that Parcours never received: only by their hash. */
    private static final Set<String> REFERRING_FEEDS = Set.of("rest", "kafka");

    private final HashedContents documents;
    private final HashedContents quarantine;
    private final Collection<VerificationFinding> findings;
    private final ProgressListener progress;
    private final EventCodec codec = new EventCodec();

    /** Why the bytes under a hash are not those that were stored, in words. */
    private final Map<Hash, String> damaged = new HashMap<>();

    private final SortedHashes stored = new SortedHashes();
    private final Set<Hash> reported = new HashSet<>();
    private long elsewhere;

    /** @param elsewhere documents that events refer to and that were never sent to Parcours */
    record Counts(long documents, long quarantined, long elsewhere) {

        static final Counts NONE = new Counts(0, 0, 0);

        String remark() {
            return elsewhere == 0 ? "" : "; %d are named by their hash only and were never sent".formatted(elsewhere);
        }
    }

    private record Damage(Content content, String defect) {}

    private record Reference(Hash hash, String what, boolean mayBeElsewhere) {}

    StoredContentVerifier(StoreFactory stores, Collection<VerificationFinding> findings, ProgressListener progress) {
        documents = stores.storedDocuments();
        quarantine = stores.quarantinedMessages();
        this.findings = findings;
        this.progress = progress;
    }

    /** @param threads how many contents are read at a time */
    Counts verify(CommitStore store, int threads) throws InterruptedException {
        try (var pool = Executors.newFixedThreadPool(Math.max(1, threads))) {
            progress.started("documents and messages", -1);
            long documentCount = compare(
                    documents,
                    pool,
                    content -> stored.add(content.hash()),
                    damage -> damaged.put(damage.content().hash(), damage.defect()));
            progress.started("quarantined messages", -1);
            long quarantined = compare(
                    quarantine,
                    pool,
                    _ -> {},
                    damage -> findings.add(new VerificationFinding(
                            0,
                            "the quarantined message %s %s"
                                    .formatted(damage.content().id(), damage.defect()))));
            findReferences(store);
            damaged.forEach((hash, defect) -> {
                if (!reported.contains(hash)) {
                    findings.add(new VerificationFinding(
                            0, "the stored document or message %s %s; no event refers to it".formatted(hash, defect)));
                }
            });
            return new Counts(documentCount, quarantined, elsewhere);
        }
    }

    private long compare(
            HashedContents contents, ExecutorService pool, Consumer<Content> onContent, Consumer<Damage> onDamage)
            throws InterruptedException {
        long count = 0;
        Optional<String> after = Optional.empty();
        while (true) {
            List<Content> page = contents.contents(after, PAGE_SIZE);
            if (page.isEmpty()) {
                return count;
            }
            List<Future<Optional<Damage>>> checks = new ArrayList<>();
            page.forEach(onContent);
            page.forEach(content -> checks.add(pool.submit(() -> damage(contents, content))));
            for (Future<Optional<Damage>> check : checks) {
                await(check).ifPresent(onDamage);
            }
            count += page.size();
            progress.advanced(page.size());
            after = Optional.of(page.getLast().id());
        }
    }

    private static Optional<Damage> damage(HashedContents contents, Content content) {
        Optional<byte[]> bytes = contents.storedBytes(content);
        if (bytes.isEmpty()) {
            return Optional.of(new Damage(content, "has no bytes"));
        }
        return Hash.of(bytes.get()).equals(content.hash())
                ? Optional.empty()
                : Optional.of(new Damage(content, "was changed: its bytes do not have its hash any more"));
    }

    private static <T> T await(Future<T> check) throws InterruptedException {
        try {
            return check.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Damaged commits are findings of the log's own verification. */
    private void findReferences(CommitStore store) {
        TolerantCommitReader reader = new TolerantCommitReader(store, _ -> {});
        long last = 0;
        progress.started("commits whose documents are looked for", -1);
        for (List<Commit> page = reader.readPage(0, PAGE_SIZE);
                !page.isEmpty();
                page = reader.readPage(last, PAGE_SIZE)) {
            page.forEach(this::checkReferences);
            last = page.getLast().sequence();
            progress.advanced(page.size());
        }
    }

    private void checkReferences(Commit commit) {
        for (LoggedEvent event : commit.loggedEvents()) {
            for (Reference reference : references(event)) {
                String defect = damaged.get(reference.hash());
                if (defect == null && !isStored(reference.hash())) {
                    if (reference.mayBeElsewhere()) {
                        elsewhere++;
                        continue;
                    }
                    defect = "is missing";
                }
                if (defect != null && reported.add(reference.hash())) {
                    findings.add(new VerificationFinding(
                            commit.sequence(),
                            "%s %s of event %d %s"
                                    .formatted(reference.what(), reference.hash(), event.position(), defect)));
                }
            }
        }
    }

    /** A document that was not there when they were compared may have come since: the services keep running. */
    private boolean isStored(Hash hash) {
        return stored.contains(hash)
                || documents.storedBytes(new Content(hash.toString(), hash)).isPresent();
    }

    private Set<Reference> references(LoggedEvent event) {
        Envelope envelope;
        try {
            envelope = codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt());
        } catch (MalformedEventException notOfParcours) {
            return Set.of();
        }
        boolean mayBeElsewhere = REFERRING_FEEDS.contains(envelope.reporter().feed());
        Set<Reference> references = new LinkedHashSet<>();
        envelope.documents().stream()
                .map(DocumentRef::sha256)
                .flatMap(StoredContentVerifier::hash)
                .forEach(hash -> references.add(new Reference(hash, "the document", mayBeElsewhere)));
        envelope.reporter().raw().stream()
                .flatMap(StoredContentVerifier::hash)
                .forEach(hash -> references.add(new Reference(hash, "the message as received", false)));
        return references;
    }

    private static Stream<Hash> hash(String sha256) {
        return sha256.matches("[0-9a-f]{64}") ? Stream.of(Hash.parse(sha256)) : Stream.empty();
    }
}
