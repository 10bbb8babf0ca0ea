package org.parcours.query.web;

import java.time.Clock;
import java.util.Locale;
import org.parcours.query.views.Freshness;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page's template can use: {@code words}, and how {@code upToDate} it is. */
@ControllerAdvice
class PageModel {

    private final MessageSource messages;
    private final WebSettings settings;
    private final Freshness freshness;
    private final Clock clock;

    PageModel(MessageSource messages, WebSettings settings, Freshness freshness, Clock clock) {
        this.messages = messages;
        this.settings = settings;
        this.freshness = freshness;
        this.clock = clock;
    }

    @ModelAttribute("words")
    Words words(Locale locale) {
        return new Words(messages, locale, settings.zone());
    }

    @ModelAttribute("upToDate")
    UpToDate upToDate(Locale locale) {
        return UpToDate.of(freshness, clock.instant(), words(locale));
    }

    @Configuration(proxyBeanMethods = false)
    static class Time {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
