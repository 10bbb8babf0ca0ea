package org.parcours.command;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;

/** Receives messages, records their facts in the event log and publishes it ({@code command-service.yaml}). */
// The event log opens its database itself. In the standalone product query-service is on the class path too: its
// MongoDB and its pages must not be configured here.
@SpringBootApplication(
        exclude = DataSourceAutoConfiguration.class,
        excludeName = {
            "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration",
            "org.springframework.boot.mongodb.autoconfigure.health.MongoHealthContributorAutoConfiguration",
            "org.springframework.boot.mongodb.autoconfigure.metrics.MongoMetricsAutoConfiguration",
            "org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration"
        })
@ConfigurationPropertiesScan
public class CommandServiceApplication {

    public static void main(String... arguments) {
        application().run(arguments);
    }

    /** The service, to be started alone or in one JVM with another service. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(CommandServiceApplication.class)
                .properties("spring.config.name=command-service");
    }
}
