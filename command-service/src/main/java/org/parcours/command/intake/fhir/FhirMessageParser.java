package org.parcours.command.intake.fhir;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.fhir.BundleResult.EntryResult;
import org.parcours.command.intake.fhir.mapping.Aside;
import org.parcours.command.intake.fhir.mapping.Mappings;
import org.parcours.command.intake.fhir.mapping.Told;
import org.parcours.command.intake.fhir.resource.Entry;
import org.parcours.command.intake.fhir.resource.FhirFormat;
import org.parcours.command.intake.fhir.resource.FhirMessage;
import org.parcours.command.intake.fhir.resource.FhirMessage.Kind;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.fhir.resource.FhirReader;
import org.parcours.command.intake.fhir.resource.FhirRejections;
import org.parcours.command.intake.fhir.resource.References;
import org.parcours.command.intake.fhir.resource.UnsupportedResourceException;
import org.parcours.command.message.Fact;
import org.parcours.command.message.MessageParser;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;
import org.parcours.command.store.Hash;
import org.parcours.command.store.StoreUnavailableException;
import org.parcours.events.Identifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parses FHIR R4 resources and Bundles, of whatever feed. */
public final class FhirMessageParser {

    public static final String FEED = "fhir";

    private static final Logger LOG = LoggerFactory.getLogger(FhirMessageParser.class);

    private final FhirProperties settings;
    private final DocumentStore documents;
    private final Clock clock;
    private final FhirReader reader;

    public FhirMessageParser(FhirProperties settings, DocumentStore documents, Clock clock) {
        this.settings = settings;
        this.documents = documents;
        this.clock = clock;
        this.reader = new FhirReader(settings);
    }

    /**
     * For a feed without a response for each entry: a Bundle is recorded whole, or rejected whole with the first reason.
     *
     * @param source who sends, where the message itself does not say
     */
    public MessageParser from(Optional<String> source) {
        return bytes -> new ReceivedFhirMessage(this, bytes, source, Optional.empty(), false);
    }

    /**
     * For a feed that answers each entry: of a batch or a collection, what is valid is recorded.
     *
     * @param address the type, or the type and id, that the request's URL names
     */
    public ReceivedFhirMessage receive(byte[] bytes, Optional<String> source, Optional<String> address) {
        return new ReceivedFhirMessage(this, bytes, source, address, true);
    }

    int factsPerCommit() {
        return settings.factsPerCommit();
    }

    String storeRaw(byte[] bytes) {
        return documents.put(FhirFormat.of(bytes).mediaType(), bytes).sha256();
    }

    /** @throws RejectionException where the bytes have no resource that can be read */
    BundleResult read(byte[] bytes, Optional<String> source) {
        FhirMessage message = reader.read(bytes);
        Sender sender = sender(source.or(message::source));
        Instant receivedAt = clock.instant();
        String digest = Hash.of(bytes).toString();
        // A single resource may well return to an earlier state, in the same bytes; a Bundle in the same bytes is sent
        // again.
        String messageId = message.ownId().orElse("sha256:" + digest);
        OffsetDateTime putTogetherAt =
                message.at().orElseGet(() -> receivedAt.atZone(settings.zone()).toOffsetDateTime());
        List<EntryResult> entries = new ArrayList<>();
        List<EntryFacts> mapped = new ArrayList<>();
        References references = new References(sender, message.entries());
        Aside aside = new Aside(references, message.entries());
        for (Entry entry : message.entries()) {
            entries.add(new EntryResult(
                    entry,
                    switch (entry.content()) {
                        case Entry.Unread(Rejection why) -> new BundleResult.Rejected(why);
                        case Entry.Read(Resource resource) -> {
                            Identifier nowhere = Identifier.of(
                                    "urn:parcours:message:" + sender.application(), messageId + "#" + entry.index());
                            yield map(
                                    new Told(
                                            resource,
                                            entry.at(),
                                            references,
                                            aside,
                                            putTogetherAt,
                                            nowhere,
                                            settings,
                                            documents),
                                    mapped);
                        }
                    }));
        }
        mapped.sort(Comparator.comparingInt(EntryFacts::order));
        return new BundleResult(
                message,
                sender,
                message.kind() == Kind.SINGLE ? messageId + "@" + receivedAt : messageId,
                digest,
                receivedAt,
                mapped.stream().flatMap(each -> each.facts().stream()).toList(),
                entries);
    }

    private record EntryFacts(int order, List<Fact> facts) {}

    private static BundleResult.Mapping map(Told told, List<EntryFacts> mapped) {
        try {
            Optional<List<Fact>> facts = Mappings.facts(told);
            facts.ifPresent(all -> mapped.add(new EntryFacts(Mappings.order(told), all)));
            return facts.isPresent() ? new BundleResult.Mapped() : new BundleResult.Unsupported();
        } catch (RejectionException e) {
            return new BundleResult.Rejected(e.rejection());
        } catch (UnsupportedResourceException e) {
            return new BundleResult.Unsupported();
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("fhir mapping failed at={}", told.at(), e);
            return new BundleResult.Rejected(FhirRejections.INTERNAL.at(told.at()));
        }
    }

    static Sender sender(Optional<String> source) {
        return new Sender(source.orElse(References.UNKNOWN), Optional.empty(), FEED);
    }
}
