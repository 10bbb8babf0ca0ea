package org.parcours.query.journal;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.parcours.events.EntryMode;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.EventType;
import org.parcours.query.timeline.Timelines;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.web.Asked;
import org.parcours.query.web.Words;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /patients/{id}/journal}: what was told, in the order in which Parcours learnt of it. */
@Controller
class JournalPage {

    record Line(
            long position,
            String recorded,
            String recordedIso,
            String occurred,
            String event,
            String type,
            String source,
            String feed,
            String messageId,
            Optional<String> author,
            boolean late,
            boolean backEntry,
            Optional<Long> corrects,
            List<String> anomalies,
            String json) {}

    private final Timelines timelines;
    private final EventCodec codec;

    JournalPage(Timelines timelines, EventCodec codec) {
        this.timelines = timelines;
        this.codec = codec;
    }

    @GetMapping("/patients/{id}/journal")
    String journal(
            @PathVariable String id, @ModelAttribute("words") Words words, Model model, HttpServletResponse response) {
        PatientId patient = Asked.patient(id);
        Timeline timeline = timelines.live(patient);
        List<Envelope> events = timelines.journal(patient);
        model.addAttribute("patient", patient.toString());
        model.addAttribute(
                "name", words.person(timeline.patient().demographics().name()));
        model.addAttribute(
                "lines",
                events.reversed().stream()
                        .map(event -> line(event, events, words))
                        .toList());
        response.setHeader("Cache-Control", "no-store");
        return "journal";
    }

    private Line line(Envelope event, List<Envelope> events, Words words) {
        String name = EventType.of(event.event().getClass()).name().substring(EventType.NAMESPACE.length());
        return new Line(
                event.position(),
                words.moment(event.recordedAt()),
                words.iso(event.recordedAt()),
                words.moment(event.occurredAt().toInstant()),
                words.sayOr(name, "event." + name),
                EventType.of(event.event().getClass()).toString(),
                event.reporter().application(),
                event.reporter().feed(),
                event.reporter().messageId(),
                event.reporter().author(),
                event.late(),
                event.reporter().entryMode() == EntryMode.BACK_ENTRY,
                event.corrects().flatMap(corrected -> events.stream()
                        .filter(e -> e.id().equals(corrected))
                        .findFirst()
                        .map(Envelope::position)),
                event.anomalies().stream()
                        .map(anomaly -> words.sayOr(anomaly.code().name(), "anomaly." + anomaly.code()))
                        .toList(),
                codec.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(codec.document(event)));
    }
}
