package org.parcours.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.InsertResult;
import org.parcours.command.store.Hash;

/** Fills logs to a given size, fast and reproducibly. */
public final class LogPrefiller {

    private static final UnversionedEventName NAME = new UnversionedEventName("org.parcours.PatientTransferred");
    private static final byte[] PAYLOAD =
            ("{\"text\":\"" + "x".repeat(589) + "\"}").getBytes(StandardCharsets.US_ASCII);

    private LogPrefiller() {}

    /** Adds commits of one event each, with a patient's tag and unique other tags, until the log has {@code events}. */
    public static void fillTo(CommitStore store, int events, int tags, int patients) {
        var head = store.head();
        var random = new Random(head.position());
        while (head.position() < events) {
            var group = new ArrayList<Commit>();
            for (int i = 0; i < 256 && head.position() < events; i++) {
                var event = new EventData(NAME, tags(random, tags, random.nextInt(patients)), PAYLOAD);
                group.add(HashChain.link(
                        head,
                        Instant.now().truncatedTo(ChronoUnit.MICROS),
                        id("prefill " + head.sequence() + " " + events),
                        List.of(event)));
                head = group.getLast().asHead();
            }
            insert(store, group);
        }
    }

    /** Adds a stream of {@code events} under one tag, and as many other events between them. */
    public static void addStream(CommitStore store, Tag tag, int events) {
        var head = store.head();
        var random = new Random(events);
        for (int done = 0; done < events; ) {
            var group = new ArrayList<Commit>();
            for (int i = 0; i < 128 && done < events; i++, done++) {
                for (var tags : List.of(Set.of(tag), tags(random, 1, random.nextInt(1000)))) {
                    group.add(HashChain.link(
                            head,
                            Instant.now().truncatedTo(ChronoUnit.MICROS),
                            id("stream " + tag + " " + head.sequence()),
                            List.of(new EventData(NAME, tags, PAYLOAD))));
                    head = group.getLast().asHead();
                }
            }
            insert(store, group);
        }
    }

    private static void insert(CommitStore store, List<Commit> group) {
        if (!(store.insert(group) instanceof InsertResult.Inserted)) {
            throw new IllegalStateException("The store rejected the generated commits");
        }
    }

    private static Set<Tag> tags(Random random, int count, int patient) {
        var tags = new HashSet<Tag>();
        tags.add(new Tag(
                "patient:" + UUID.nameUUIDFromBytes(Integer.toString(patient).getBytes(StandardCharsets.US_ASCII))));
        while (tags.size() < count) {
            tags.add(new Tag(
                    "message:" + Hash.of(Long.toString(random.nextLong()).getBytes(StandardCharsets.US_ASCII))));
        }
        return tags;
    }

    private static CommitId id(String name) {
        return CommitId.of(Hash.of(name.getBytes(StandardCharsets.US_ASCII)));
    }
}
