package org.parcours.query.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.AbstractResourceBasedMessageSource;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

/** Language of the pages, cache and security headers. */
@Configuration(proxyBeanMethods = false)
class WebMvcConfiguration implements WebMvcConfigurer {

    private static final List<Locale> SUPPORTED_LOCALES = List.of(Locale.FRENCH, Locale.ENGLISH);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /**
     * {@code ?lang=}, which a cookie keeps; else {@code Accept-Language}, or English where it names neither French nor
     * English; French without that header.
     */
    @Bean
    LocaleResolver localeResolver() {
        CookieLocaleResolver resolver = new CookieLocaleResolver("lang") {
            @Override
            protected Locale parseLocaleValue(String value) {
                return supportedLocale(Locale.forLanguageTag(value));
            }
        };
        resolver.setDefaultLocaleFunction(WebMvcConfiguration::preferredLocale);
        resolver.setCookieMaxAge(Duration.ofDays(365));
        resolver.setCookieHttpOnly(true);
        resolver.setCookieSameSite("Lax");
        return resolver;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        LocaleChangeInterceptor change = new LocaleChangeInterceptor() {
            @Override
            protected Locale parseLocaleValue(String value) {
                return supportedLocale(Locale.forLanguageTag(value));
            }
        };
        change.setParamName("lang");
        change.setIgnoreInvalidLocale(true);
        registry.addInterceptor(change).excludePathPatterns("/api/**", "/webjars/**", "/actuator/**");
        registry.addInterceptor(new HandlerInterceptor() {
            /** Keeps pages, which show patients, out of caches. */
            @Override
            public void postHandle(
                    HttpServletRequest request,
                    HttpServletResponse response,
                    Object handler,
                    @Nullable ModelAndView page) {
                if (page != null) {
                    response.setHeader("Cache-Control", "no-store");
                }
            }
        });
    }

    private static Locale preferredLocale(HttpServletRequest request) {
        String header = request.getHeader("Accept-Language");
        if (header == null || header.isBlank()) {
            return Locale.FRENCH;
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(header), SUPPORTED_LOCALES);
            return found == null ? supportedLocale(request.getLocale()) : found;
        } catch (IllegalArgumentException e) {
            return Locale.FRENCH;
        }
    }

    private static Locale supportedLocale(Locale locale) {
        return locale.getLanguage().equals("fr") ? Locale.FRENCH : Locale.ENGLISH;
    }

    /** Development: {@code spring.thymeleaf.cache=false} also makes changed message files take effect at once. */
    @Bean
    @ConditionalOnBooleanProperty(name = "spring.thymeleaf.cache", havingValue = false)
    SmartInitializingSingleton messageReloading(MessageSource messages) {
        return () -> {
            if (messages instanceof AbstractResourceBasedMessageSource bundles) {
                bundles.setCacheMillis(0);
            }
        };
    }

    /** Allows content of this origin only, no inline script or style, no framing and no referrer. */
    @Bean
    OncePerRequestFilter securityHeaders() {
        return new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                response.setHeader(
                        "Content-Security-Policy",
                        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'");
                response.setHeader("X-Content-Type-Options", "nosniff");
                response.setHeader("Referrer-Policy", "no-referrer");
                response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
                chain.doFilter(request, response);
            }
        };
    }
}
