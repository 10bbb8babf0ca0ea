package org.parcours.query.journal;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.EntryMode;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.PatientId;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.EventType;
import org.parcours.query.timeline.Banner;
import org.parcours.query.timeline.EntryName;
import org.parcours.query.timeline.Timelines;
import org.parcours.query.timeline.fold.Entry;
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

    /**
     * @param about the step that it tells of; empty where it concerns the patient as a person
     * @param entry where that step is on the timeline
     */
    record Line(
            long position,
            String recorded,
            String recordedIso,
            String occurred,
            String event,
            Optional<String> about,
            Optional<String> entry,
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
    private final StepCatalogue catalogue;
    private final Clock clock;

    JournalPage(Timelines timelines, EventCodec codec, StepCatalogue catalogue, Clock clock) {
        this.timelines = timelines;
        this.codec = codec;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    @GetMapping("/patients/{id}/journal")
    String journal(
            @PathVariable String id, @ModelAttribute("words") Words words, Model model, HttpServletResponse response) {
        PatientId patient = Asked.patient(id);
        Timeline timeline = timelines.live(patient);
        List<Envelope> events = timelines.journal(patient);
        Map<EventId, Entry> entries = new HashMap<>();
        timeline.entries().forEach(entry -> entry.history()
                .forEach(telling -> entries.put(telling.envelope().id(), entry)));
        model.addAttribute("patient", patient.toString());
        model.addAttribute("banner", Banner.of(timeline.patient(), words.date(clock.instant()), words));
        model.addAttribute("moment", words.moment(clock.instant()));
        model.addAttribute("position", timeline.position());
        model.addAttribute(
                "lines",
                events.reversed().stream()
                        .map(event -> line(event, Optional.ofNullable(entries.get(event.id())), events, words))
                        .toList());
        response.setHeader("Cache-Control", "no-store");
        return "journal";
    }

    private Line line(Envelope event, Optional<Entry> entry, List<Envelope> events, Words words) {
        String name = EventType.of(event.event().getClass()).name().substring(EventType.NAMESPACE.length());
        String told = words.sayOr(name, "event." + name);
        return new Line(
                event.position(),
                words.moment(event.recordedAt()),
                words.iso(event.recordedAt()),
                words.moment(event.occurredAt().toInstant()),
                told,
                entry.flatMap(e -> about(EntryName.of(e, catalogue, words), told)),
                entry.map(Entry::id),
                event.reporter().application(),
                words.sayOr(event.reporter().feed(), "feed." + event.reporter().feed()),
                event.reporter().messageId(),
                event.reporter().author(),
                event.isLate(),
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

    /** "Appointment booked" need not be called an appointment twice. */
    private static Optional<String> about(EntryName name, String told) {
        if (told.startsWith(name.kind())) {
            return name.title();
        }
        return Optional.of(
                name.title().map(title -> name.kind() + " · " + title).orElse(name.kind()));
    }
}
