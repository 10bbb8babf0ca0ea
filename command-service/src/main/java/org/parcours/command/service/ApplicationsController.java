package org.parcours.command.service;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.parcours.command.activity.Activity;
import org.parcours.command.activity.Bucket;
import org.parcours.command.activity.Counts;
import org.parcours.command.activity.Heard;
import org.parcours.command.activity.Watch;
import org.parcours.command.activity.Watched;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The applications: who talks, who is silent, what came of whom. */
@RestController
@RequestMapping("/api/applications")
@ConditionalOnProperty(name = "parcours.activity.enabled", matchIfMissing = true)
class ApplicationsController {

    /**
     * @param state talking, quiet, silent, never or unknown
     * @param usualSilenceSeconds how long it is used to be silent at this hour of the week
     * @param perMinute messages a minute, of the last five
     * @param day the last 24 hours
     */
    record Application(
            String name,
            boolean declared,
            List<String> feeds,
            String state,
            Optional<Instant> lastHeard,
            Optional<Long> usualSilenceSeconds,
            double perMinute,
            Counts day,
            long quarantined) {}

    /** @param start of the hour */
    record Hour(Instant start, String feed, Counts counts) {}

    /** @param kind what it told first; empty where it was not understood */
    record Message(
            Instant at,
            String feed,
            String outcome,
            boolean late,
            String kind,
            String messageId,
            String code,
            String field) {}

    /** @param recent its last messages that this process took, the newest first */
    record Whole(Application application, List<Hour> hours, List<Message> recent) {}

    private final Watch watch;
    private final Activity activity;

    ApplicationsController(Watch watch, Activity activity) {
        this.watch = watch;
        this.activity = activity;
    }

    /** Those that want looking at first. */
    @GetMapping
    List<Application> all() {
        return watch.all().stream().map(ApplicationsController::application).toList();
    }

    /** @param name as it stands in the messages; a query, for it may hold any character */
    @GetMapping("/one")
    ResponseEntity<Whole> one(@RequestParam String name) {
        return ResponseEntity.of(watch.all().stream()
                .filter(watched -> watched.application().equals(name))
                .findFirst()
                .map(watched -> new Whole(
                        application(watched),
                        watch.day(name).stream()
                                .map(ApplicationsController::hour)
                                .toList(),
                        activity.recent(name).stream()
                                .map(ApplicationsController::message)
                                .toList())));
    }

    private static Application application(Watched watched) {
        return new Application(
                watched.application(),
                watched.declared(),
                watched.feeds(),
                watched.state().name().toLowerCase(Locale.ROOT),
                watched.lastHeard(),
                watched.usualSilence().map(Duration::toSeconds),
                watched.perMinute(),
                watched.day(),
                watched.quarantined());
    }

    private static Hour hour(Bucket bucket) {
        return new Hour(bucket.start(), bucket.feed(), bucket.counts());
    }

    private static Message message(Heard heard) {
        return new Message(
                heard.at(),
                heard.sender().feed(),
                heard.outcome().name().toLowerCase(Locale.ROOT),
                heard.late(),
                heard.kind(),
                heard.messageId(),
                heard.code(),
                heard.field());
    }
}
