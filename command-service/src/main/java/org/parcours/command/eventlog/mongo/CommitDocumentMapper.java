package org.parcours.command.eventlog.mongo;

import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;
import org.parcours.command.store.EpochMicros;
import org.parcours.command.store.Hash;

/**
 * Maps commits to documents and back, and names the fields of queries.
 *
 * <pre>{@code
 * { _id: 42, first: 100, last: 101, recordedAt: <microseconds since 1970>, commit: <32 bytes>,
 *   events: [ { name: "org.parcours.PatientAdmitted", tags: ["patient:…"], data: <bytes> }, … ],
 *   previousHash: <32 bytes>, hash: <32 bytes> }
 * }</pre>
 */
final class CommitDocumentMapper {

    static final String SEQUENCE = "_id";
    static final String FIRST = "first";
    static final String LAST = "last";
    static final String COMMIT_ID = "commit";
    static final String EVENTS = "events";
    static final String TAGS = "tags";
    static final String NAME = "name";

    private CommitDocumentMapper() {}

    static Document toDocument(Commit commit) {
        return new Document(SEQUENCE, commit.sequence())
                .append(FIRST, commit.firstPosition())
                .append(LAST, commit.lastPosition())
                .append("recordedAt", EpochMicros.toMicros(commit.recordedAt()))
                .append(COMMIT_ID, toBinary(commit.id()))
                .append(
                        EVENTS,
                        commit.events().stream()
                                .map(CommitDocumentMapper::toEventDocument)
                                .toList())
                .append("previousHash", new Binary(commit.previousHash().bytes()))
                .append("hash", new Binary(commit.hash().bytes()));
    }

    static Binary toBinary(CommitId id) {
        return new Binary(id.bytes());
    }

    /** @throws CorruptLogException for a document that is not a result of {@link #toDocument} */
    static Commit toCommit(Document document) {
        long sequence = document.get(SEQUENCE) instanceof Long number ? number : 0;
        try {
            var commit = new Commit(
                    sequence,
                    document.getLong(FIRST),
                    EpochMicros.toInstant(document.getLong("recordedAt")),
                    CommitId.of(toHash(document, COMMIT_ID)),
                    document.getList(EVENTS, Document.class).stream()
                            .map(CommitDocumentMapper::toEventData)
                            .toList(),
                    toHash(document, "previousHash"),
                    toHash(document, "hash"));
            return commit.requireLastPosition(document.getLong(LAST));
        } catch (CorruptLogException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CorruptLogException(sequence, "commit %d is not readable: %s", sequence, e);
        }
    }

    private static Document toEventDocument(EventData event) {
        return new Document(NAME, event.name().value())
                .append(TAGS, event.tags().stream().sorted().map(Tag::value).toList())
                .append("data", new Binary(event.bytes()));
    }

    private static EventData toEventData(Document event) {
        var tags = event.getList(TAGS, String.class);
        var distinct = Set.copyOf(tags.stream().map(Tag::new).toList());
        if (!tags.equals(distinct.stream().sorted().map(Tag::value).toList())) {
            throw new IllegalArgumentException("tags not sorted or duplicate");
        }
        return new EventData(
                new UnversionedEventName(event.getString(NAME)),
                distinct,
                event.get("data", Binary.class).getData());
    }

    private static Hash toHash(Document document, String field) {
        return Hash.ofBytes(document.get(field, Binary.class).getData());
    }
}
