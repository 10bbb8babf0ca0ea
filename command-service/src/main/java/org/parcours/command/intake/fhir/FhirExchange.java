package org.parcours.command.intake.fhir;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.intake.InPieces;
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.Intake.Outcome;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Refused;
import org.parcours.command.intake.Report;
import org.parcours.command.intake.Sender;
import org.parcours.command.intake.Unmapped;
import org.parcours.command.intake.fhir.Understood.Each;
import org.parcours.command.intake.fhir.resource.Entry;
import org.parcours.command.intake.fhir.resource.FhirFormat;
import org.parcours.command.intake.fhir.resource.FhirMessage.Kind;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.fhir.resource.FhirRefusals;
import org.parcours.command.intake.fhir.resource.NotUnderstood;
import org.parcours.command.store.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request and its answer, which is positive only when the events are in the log or the bytes in quarantine (rule 6). A
 * transaction, a message and a single resource are taken whole or not at all; of a batch and a collection what is good is
 * recorded, and what is not goes to quarantine with the patients that were sent beside it.
 */
final class FhirExchange {

    private static final Logger log = LoggerFactory.getLogger(FhirExchange.class);

    /** @param body an OperationOutcome or a Bundle */
    record Answer(int status, Resource body) {}

    private final FhirUnderstanding understanding;
    private final Intake intake;
    private final Refused refused;

    FhirExchange(FhirUnderstanding understanding, Intake intake, Refused refused, FhirProperties settings) {
        this.understanding = understanding;
        this.intake = new InPieces(intake, settings.factsPerCommit());
        this.refused = refused;
    }

    /**
     * @param source who sends, where the request says so
     * @param place the type and the id that the address names
     */
    Answer answer(byte[] raw, Optional<String> source, Optional<String> place) {
        try {
            return taken(raw, source, place);
        } catch (NotUnderstood e) {
            return refusedWhole(raw, FhirUnderstanding.sender(source), List.of(e.refusal()), 400);
        } catch (Unavailable | StoreUnavailable e) {
            log.warn("fhir unavailable cause={}", e.toString());
            return new Answer(503, Answers.outcome(FhirRefusals.UNAVAILABLE.at(""), Optional.empty()));
        }
    }

    private Answer taken(byte[] raw, Optional<String> source, Optional<String> place) {
        Understood understood = understanding.read(raw, source);
        place.filter(named -> !isThere(understood, named)).ifPresent(_ -> {
            throw new NotUnderstood(FhirRefusals.WRONG_PLACE.at(
                    understood.entries().isEmpty()
                            ? "Bundle"
                            : understood.entries().getFirst().entry().at()));
        });
        List<Refusal> refusals = understood.refusals();
        if (!refusals.isEmpty() && !understood.message().kind().eachByItself()) {
            return refusedWhole(raw, understood.sender(), refusals, 422);
        }
        Outcome outcome = understood.report().map(this::take).orElseGet(() -> {
            keepUntracked(raw, understood);
            return new Outcome.Duplicate(List.of());
        });
        return switch (outcome) {
            case Outcome.Recorded(var receipts) -> answered(understood, true, receipts);
            case Outcome.Duplicate(var receipts) -> answered(understood, false, receipts);
            case Outcome.TooLarge tooLarge ->
                refusedWhole(raw, understood.sender(), List.of(tooLarge.refusal("")), 422);
            case Outcome.Unavailable(String reason) -> throw new Unavailable(reason);
        };
    }

    private Outcome take(Report report) {
        return intake.take(report);
    }

    private static boolean isThere(Understood understood, String named) {
        if (understood.message().kind() != Kind.SINGLE) {
            return false;
        }
        Entry only = understood.entries().getFirst().entry();
        String type = only.at();
        String id = only.resource()
                .map(resource -> resource.getIdElement().getIdPart())
                .orElse("");
        return named.equals(type) || named.equals(type + "/" + id);
    }

    private Answer answered(Understood understood, boolean news, List<Intake.Receipt> receipts) {
        Map<Entry, UUID> quarantined = new HashMap<>();
        for (Each each : understood.entries()) {
            if (each.meaning() instanceof Understood.Refused(Refusal why)) {
                quarantined.put(each.entry(), keep(understood.sender(), alone(understood, each.entry()), why));
            }
        }
        return Answers.of(understood, news, receipts, quarantined);
    }

    /** As a batch that can be corrected and resubmitted by itself: with the patients, who may be whom it refers to. */
    private static byte[] alone(Understood understood, Entry entry) {
        if (entry.alone().length == 0) {
            return new byte[0];
        }
        StringBuilder bundle = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[");
        understood.entries().stream()
                .map(Each::entry)
                .filter(other -> other != entry
                        && other.resource()
                                .filter(resource -> resource.fhirType().equals("Patient"))
                                .isPresent())
                .limit(MAX_PATIENTS_BESIDE)
                .forEach(patient -> bundle.append(json(patient)).append(','));
        bundle.append(json(entry)).append("]}");
        return bundle.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static final int MAX_PATIENTS_BESIDE = 8;

    private static String json(Entry entry) {
        String resource = new String(entry.alone(), StandardCharsets.UTF_8);
        return entry.fullUrl()
                .map(url -> "{\"fullUrl\":\"" + url.replaceAll("[\"\\\\\\p{Cntrl}]", "") + "\",\"resource\":" + resource
                        + "}")
                .orElse("{\"resource\":" + resource + "}");
    }

    private void keepUntracked(byte[] raw, Understood understood) {
        if (understood.refusals().isEmpty()) {
            Unmapped why = FhirUnderstanding.untracked(understood);
            try {
                refused.keep(understood.sender(), FhirFormat.of(raw).mediaType(), raw, why);
            } catch (RuntimeException e) {
                throw new Unavailable("quarantine cannot be written: " + e);
            }
        }
    }

    private Answer refusedWhole(byte[] raw, Sender sender, List<Refusal> refusals, int status) {
        UUID quarantine;
        try {
            quarantine = keep(sender, raw, refusals.getFirst());
        } catch (Unavailable e) {
            return new Answer(503, Answers.outcome(FhirRefusals.UNAVAILABLE.at(""), Optional.empty()));
        }
        return new Answer(status, Answers.outcome(refusals, Optional.of(quarantine)));
    }

    private UUID keep(Sender sender, byte[] raw, Refusal why) {
        log.warn("fhir refused application={} code={} field={}", sender.application(), why.code(), why.field());
        try {
            return refused.keep(sender, FhirFormat.of(raw).mediaType(), raw, why);
        } catch (RuntimeException e) {
            throw new Unavailable("quarantine cannot be written: " + e);
        }
    }

    /** Nothing can be answered but "send it again". */
    private static final class Unavailable extends RuntimeException {
        Unavailable(String reason) {
            super(reason, null, false, false);
        }
    }
}
