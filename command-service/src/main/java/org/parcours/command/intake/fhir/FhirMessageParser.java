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
import org.parcours.command.intake.fhir.ParsedFhirMessage.EntryMapping;
import org.parcours.command.intake.fhir.ParsedFhirMessage.EntryResult;
import org.parcours.command.intake.fhir.ParsedFhirMessage.MappedEntry;
import org.parcours.command.intake.fhir.ParsedFhirMessage.RejectedEntry;
import org.parcours.command.intake.fhir.ParsedFhirMessage.UnsupportedEntry;
import org.parcours.command.intake.fhir.mapping.DiagnosticReportObservationSet;
import org.parcours.command.intake.fhir.mapping.ResourceContext;
import org.parcours.command.intake.fhir.mapping.ResourceMapperRegistry;
import org.parcours.command.intake.fhir.resource.FhirMessage;
import org.parcours.command.intake.fhir.resource.FhirMessage.Kind;
import org.parcours.command.intake.fhir.resource.FhirMessageReader;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.fhir.resource.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.FhirResourceCodec;
import org.parcours.command.intake.fhir.resource.NonPatientSubjectException;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.intake.fhir.resource.ResourceEntry;
import org.parcours.command.intake.fhir.resource.ResourceEntry.ReadableContent;
import org.parcours.command.intake.fhir.resource.ResourceEntry.UnreadableContent;
import org.parcours.command.message.Fact;
import org.parcours.command.message.MessageParser;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;
import org.parcours.command.store.Hash;
import org.parcours.command.store.StoreOperationException;
import org.parcours.events.Identifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parses FHIR R4 resources and Bundles, whichever feed delivers them. */
public final class FhirMessageParser {

    public static final String FEED = "fhir";

    private static final Logger LOG = LoggerFactory.getLogger(FhirMessageParser.class);

    private final FhirProperties settings;
    private final DocumentStore documents;
    private final Clock clock;
    private final FhirMessageReader reader;

    public FhirMessageParser(FhirProperties settings, DocumentStore documents, Clock clock) {
        this.settings = settings;
        this.documents = documents;
        this.clock = clock;
        this.reader = new FhirMessageReader(settings);
    }

    /**
     * The parser for a feed without a response for each entry: a Bundle is recorded as a whole, or rejected as a whole
     * with the first reason.
     *
     * @param source the source application; empty: the one that the message itself names
     */
    public MessageParser forSource(Optional<String> source) {
        return bytes -> new ReceivedFhirMessage(this, bytes, source, Optional.empty(), false);
    }

    /**
     * For a feed with a response for each entry: the valid entries of a batch or a collection are recorded.
     *
     * @param address the resource type, or type and id, in the URL of the request
     */
    public ReceivedFhirMessage receive(byte[] bytes, Optional<String> source, Optional<String> address) {
        return new ReceivedFhirMessage(this, bytes, source, address, true);
    }

    int maxFactsPerCommit() {
        return settings.factsPerCommit();
    }

    String storeRaw(byte[] bytes) {
        return documents.put(FhirResourceCodec.detect(bytes).mediaType(), bytes).sha256();
    }

    /** @throws RejectionException where the bytes contain no readable resource */
    ParsedFhirMessage parse(byte[] bytes, Optional<String> source) {
        FhirMessage message = reader.read(bytes);
        Sender sender = sender(source.or(message::source));
        Instant receivedAt = clock.instant();
        String digest = Hash.of(bytes).toString();
        // The same bytes of a single resource may report the return to an earlier state; a Bundle's are a duplicate.
        String messageId = message.messageId().orElse("sha256:" + digest);
        OffsetDateTime messageTimestamp = message.timestamp()
                .orElseGet(() -> receivedAt.atZone(settings.zone()).toOffsetDateTime());
        ReferenceResolver references = new ReferenceResolver(sender, message.entries());
        DiagnosticReportObservationSet reportedObservations =
                new DiagnosticReportObservationSet(references, message.entries());
        List<EntryResult> entries = new ArrayList<>();
        List<EntryFacts> mapped = new ArrayList<>();
        for (ResourceEntry entry : message.entries()) {
            EntryMapping mapping =
                    switch (entry.content()) {
                        case UnreadableContent(Rejection rejection) -> new RejectedEntry(rejection);
                        case ReadableContent(Resource resource) -> {
                            Identifier fallbackIdentifier = Identifier.of(
                                    "urn:parcours:message:" + sender.application(), messageId + "#" + entry.index());
                            ResourceContext context = new ResourceContext(
                                    resource,
                                    entry.path(),
                                    references,
                                    reportedObservations,
                                    messageTimestamp,
                                    fallbackIdentifier,
                                    settings,
                                    documents);
                            yield map(context, mapped);
                        }
                    };
            entries.add(new EntryResult(entry, mapping));
        }
        mapped.sort(Comparator.comparingInt(EntryFacts::order));
        return new ParsedFhirMessage(
                message,
                sender,
                message.kind() == Kind.SINGLE ? messageId + "@" + receivedAt : messageId,
                digest,
                receivedAt,
                mapped.stream().flatMap(each -> each.facts().stream()).toList(),
                entries);
    }

    private record EntryFacts(int order, List<Fact> facts) {}

    private static EntryMapping map(ResourceContext context, List<EntryFacts> mapped) {
        try {
            Optional<List<Fact>> facts = ResourceMapperRegistry.facts(context);
            facts.ifPresent(list -> mapped.add(new EntryFacts(ResourceMapperRegistry.order(context), list)));
            return facts.isPresent() ? new MappedEntry() : new UnsupportedEntry();
        } catch (RejectionException e) {
            return new RejectedEntry(e.rejection());
        } catch (NonPatientSubjectException e) {
            return new UnsupportedEntry();
        } catch (StoreOperationException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("fhir mapping failed path={}", context.path(), e);
            return new RejectedEntry(FhirRejectionCode.INTERNAL.at(context.path()));
        }
    }

    static Sender sender(Optional<String> source) {
        return new Sender(source.orElse(ReferenceResolver.UNKNOWN_APPLICATION), Optional.empty(), FEED);
    }
}
