package org.parcours.command.intake.fhir;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.intake.Documents;
import org.parcours.command.intake.Fact;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Report;
import org.parcours.command.intake.Sender;
import org.parcours.command.intake.Understanding;
import org.parcours.command.intake.Unmapped;
import org.parcours.command.intake.fhir.Understood.Each;
import org.parcours.command.intake.fhir.mapping.Aside;
import org.parcours.command.intake.fhir.mapping.Mappings;
import org.parcours.command.intake.fhir.mapping.Told;
import org.parcours.command.intake.fhir.resource.Entry;
import org.parcours.command.intake.fhir.resource.FhirFormat;
import org.parcours.command.intake.fhir.resource.FhirMessage;
import org.parcours.command.intake.fhir.resource.FhirMessage.Kind;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.fhir.resource.FhirReader;
import org.parcours.command.intake.fhir.resource.FhirRefusals;
import org.parcours.command.intake.fhir.resource.NotTracked;
import org.parcours.command.intake.fhir.resource.NotUnderstood;
import org.parcours.command.intake.fhir.resource.References;
import org.parcours.command.store.StoreUnavailable;
import org.parcours.events.Identifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the bytes of a resource or a Bundle to what it reports, once; also for bytes that come back from quarantine. */
public final class FhirUnderstanding {

    public static final String FEED = "fhir";

    private static final Logger log = LoggerFactory.getLogger(FhirUnderstanding.class);

    private final FhirProperties settings;
    private final Documents documents;
    private final Clock clock;
    private final FhirReader reader;

    public FhirUnderstanding(FhirProperties settings, Documents documents, Clock clock) {
        this.settings = settings;
        this.documents = documents;
        this.clock = clock;
        this.reader = new FhirReader(settings);
    }

    /**
     * All of it or nothing.
     *
     * @param source who sent it, where that is known
     */
    public Understanding understand(byte[] raw, Optional<String> source) {
        try {
            Understood understood = read(raw, source);
            List<Refusal> refusals = understood.refusals();
            if (!refusals.isEmpty()) {
                return refusals.getFirst();
            }
            return understood.report().<Understanding>map(report -> report).orElseGet(() -> untracked(understood));
        } catch (NotUnderstood e) {
            return e.refusal();
        }
    }

    static Unmapped untracked(Understood understood) {
        return FhirRefusals.notTracked(
                understood.entries().isEmpty()
                        ? "Bundle.entry"
                        : understood.entries().getFirst().entry().at());
    }

    /**
     * What of it can be recorded. The bytes are kept as a document, which the report and its events name.
     *
     * @throws NotUnderstood where there is nothing to be read in it
     */
    Understood read(byte[] raw, Optional<String> source) {
        FhirMessage message = reader.read(raw);
        Sender sender = sender(source.or(message::source));
        Instant receivedAt = clock.instant();
        String digest = documents
                .keep(FhirFormat.of(raw).mediaType(), raw, Optional.empty())
                .sha256();
        // A resource by itself may well be put back to what it was, in the same bytes; a Bundle is sent again.
        String messageId = message.ownId().orElse("sha256:" + digest);
        OffsetDateTime putTogetherAt =
                message.at().orElseGet(() -> receivedAt.atZone(settings.zone()).toOffsetDateTime());
        List<Each> entries = new ArrayList<>();
        List<Meant> meant = new ArrayList<>();
        References references = new References(sender, message.entries());
        Aside aside = new Aside(references, message.entries());
        for (Entry entry : message.entries()) {
            entries.add(new Each(
                    entry,
                    switch (entry.content()) {
                        case Entry.Unread(Refusal why) -> new Understood.Refused(why);
                        case Entry.Read(Resource resource) -> {
                            Identifier nowhere = Identifier.of(
                                    "urn:parcours:message:" + sender.application(), messageId + "#" + entry.index());
                            yield meaning(
                                    new Told(
                                            resource,
                                            entry.at(),
                                            references,
                                            aside,
                                            putTogetherAt,
                                            nowhere,
                                            settings,
                                            documents),
                                    meant);
                        }
                    }));
        }
        meant.sort(Comparator.comparingInt(Meant::order));
        List<Fact> facts = meant.stream().flatMap(each -> each.facts().stream()).toList();
        Optional<Report> report = facts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Report(
                        sender,
                        message.kind() == Kind.SINGLE ? messageId + "@" + receivedAt : messageId,
                        digest,
                        receivedAt,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(digest),
                        facts));
        return new Understood(message, sender, report, entries);
    }

    private record Meant(int order, List<Fact> facts) {}

    private static Understood.Meaning meaning(Told told, List<Meant> meant) {
        try {
            Optional<List<Fact>> facts = Mappings.facts(told);
            facts.ifPresent(all -> meant.add(new Meant(Mappings.order(told), all)));
            return facts.isPresent() ? new Understood.Tells() : new Understood.Untracked();
        } catch (NotUnderstood e) {
            return new Understood.Refused(e.refusal());
        } catch (NotTracked e) {
            return new Understood.Untracked();
        } catch (StoreUnavailable e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            log.error("fhir failed at={}", told.at(), e);
            return new Understood.Refused(FhirRefusals.INTERNAL.at(told.at()));
        }
    }

    static Sender sender(Optional<String> source) {
        return new Sender(source.orElse(References.UNKNOWN), Optional.empty(), FEED);
    }
}
