package org.parcours.command.intake.fhir;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.directory.ReferenceDirectory;
import org.parcours.command.intake.fhir.mapping.context.DiagnosticReportObservationSet;
import org.parcours.command.intake.fhir.mapping.context.MessageContext;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.patient.FhirPatientMapper;
import org.parcours.command.intake.fhir.resource.EntryRequest;
import org.parcours.command.intake.fhir.resource.FhirDateTimeParser;
import org.parcours.command.intake.fhir.resource.FhirMessage;
import org.parcours.command.intake.fhir.resource.FhirMessageReader;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.fhir.resource.FhirResourceCodec;
import org.parcours.command.intake.fhir.resource.ReferenceDirectoryWriter;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.intake.fhir.resource.ReferencedResources;
import org.parcours.command.message.Fact;
import org.parcours.command.message.MessageParser;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;
import org.parcours.command.store.Hash;

/** Parses FHIR R4 resources and Bundles, whichever feed delivers them. */
public final class FhirMessageParser {

    public static final String FEED = "fhir";

    private final FhirProperties settings;
    private final DocumentStore documents;
    private final ReferenceDirectory directory;
    private final Clock clock;
    private final FhirMessageReader reader;

    /** A parser that knows what a message contains only. */
    public FhirMessageParser(FhirProperties settings, DocumentStore documents, Clock clock) {
        this(settings, documents, ReferenceDirectory.none(), clock);
    }

    public FhirMessageParser(
            FhirProperties settings, DocumentStore documents, ReferenceDirectory directory, Clock clock) {
        this.settings = settings;
        this.documents = documents;
        this.directory = directory;
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
        return bytes -> new ReceivedFhirMessage(this, bytes, source, Optional.empty(), EntryRequest.NONE, false);
    }

    /**
     * For a feed with a response for each entry: the valid entries of a batch or a collection are recorded.
     *
     * @param address the resource type, or type and id, in the URL of the request
     * @param request what the sender asks to do with a single resource
     */
    public ReceivedFhirMessage receive(
            byte[] bytes, Optional<String> source, Optional<String> address, EntryRequest request) {
        return new ReceivedFhirMessage(this, bytes, source, address, request, true);
    }

    /** The same for a resource that is reported without a request of its own. */
    public ReceivedFhirMessage receive(byte[] bytes, Optional<String> source, Optional<String> address) {
        return receive(bytes, source, address, EntryRequest.NONE);
    }

    int maxFactsPerCommit() {
        return settings.factsPerCommit();
    }

    String storeRaw(byte[] bytes) {
        return documents.put(FhirResourceCodec.detect(bytes).mediaType(), bytes).sha256();
    }

    /** @throws RejectionException where the bytes contain no readable resource */
    ParsedFhirMessage parse(byte[] bytes, Optional<String> source, EntryRequest request) {
        FhirMessage message = reader.read(bytes, request);
        Sender sender = sender(source.or(message::source));
        Instant receivedAt = clock.instant();
        String digest = Hash.of(bytes).toString();
        // The same bytes of a single resource may report the return to an earlier state; a Bundle's are a duplicate.
        String messageId = message.messageId().orElse("sha256:" + digest);
        OccurrenceTime sent = message.timestamp()
                .flatMap(timestamp -> new FhirDateTimeParser(settings.zone()).parse(timestamp))
                .map(OccurrenceTime::derived)
                .orElseGet(() -> OccurrenceTime.received(
                        receivedAt.atZone(settings.zone()).toOffsetDateTime()));
        ReferencedResources remembered = new ReferencedResources(directory, sender.application());
        ReferenceResolver references = new ReferenceResolver(sender, message, remembered);
        EntryMapper mapper = mapper(references, message, sent);
        List<ParsedFhirMessage.EntryResult> entries = mapper.map(message);
        List<Fact> facts = mapper.facts();
        if (remembered.isUsed()) {
            facts = withFactsAsSent(facts, factsAsSent(sender, reader.read(bytes, request), sent));
        }
        return new ParsedFhirMessage(
                message,
                sender,
                message.kind() == FhirMessage.Kind.SINGLE ? messageId + "@" + receivedAt : messageId,
                digest,
                receivedAt,
                facts,
                entries,
                new ReferenceDirectoryWriter(references, sender.application()).entries(message));
    }

    private EntryMapper mapper(ReferenceResolver references, FhirMessage message, OccurrenceTime sent) {
        MessageContext context = new MessageContext(
                references,
                new DiagnosticReportObservationSet(references, message.entries()),
                sent,
                settings,
                documents,
                FhirPatientMapper::evidence);
        return new EntryMapper(resource -> new ResourceContext(resource, context));
    }

    /** What the message says by itself: a name that was learnt since changes nothing that the sender has stated. */
    private List<Fact> factsAsSent(Sender sender, FhirMessage message, OccurrenceTime sent) {
        EntryMapper mapper = mapper(new ReferenceResolver(sender, message, ReferencedResources.none()), message, sent);
        mapper.map(message);
        return mapper.facts();
    }

    private static List<Fact> withFactsAsSent(List<Fact> facts, List<Fact> asSent) {
        if (facts.size() != asSent.size()) {
            return facts;
        }
        return IntStream.range(0, facts.size())
                .mapToObj(i -> facts.get(i).equals(asSent.get(i))
                        ? facts.get(i)
                        : facts.get(i).withAsSent(asSent.get(i)))
                .toList();
    }

    /** Places, people and organisations, to which later messages of the sender refer. */
    void keepForReferences(ParsedFhirMessage message) {
        directory.save(message.kept());
    }

    static Sender sender(Optional<String> source) {
        return new Sender(source.orElse(ReferenceResolver.UNKNOWN_APPLICATION), Optional.empty(), FEED);
    }
}
