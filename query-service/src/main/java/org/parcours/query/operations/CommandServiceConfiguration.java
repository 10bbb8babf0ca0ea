package org.parcours.query.operations;

import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

@Configuration(proxyBeanMethods = false)
class CommandServiceConfiguration {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /**
     * The HTTP client of command-service. Without a response in time it throws {@code ResourceAccessException}, for
     * which an error page is shown.
     */
    @Bean
    RestClient commandService(CommandServiceProperties settings) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build());
        requests.setReadTimeout(settings.timeout());
        return RestClient.builder()
                .baseUrl(settings.url().toString())
                .requestFactory(requests)
                .build();
    }
}
