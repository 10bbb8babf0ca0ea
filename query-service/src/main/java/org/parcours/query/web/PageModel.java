package org.parcours.query.web;

import java.time.Clock;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page's template can use: {@code words}. */
@ControllerAdvice
class PageModel {

    private final MessageSource messages;
    private final WebSettings settings;

    PageModel(MessageSource messages, WebSettings settings) {
        this.messages = messages;
        this.settings = settings;
    }

    @ModelAttribute("words")
    Words words(Locale locale) {
        return new Words(messages, locale, settings.zone());
    }

    @Configuration(proxyBeanMethods = false)
    static class Time {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
