package org.parcours.command;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;

/** Takes facts, keeps the log, publishes it. Configuration: {@code command-service.yaml}. */
// The log opens its database itself; and the class path may hold the other service too (standalone): its MongoDB and
// its pages are none of ours.
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

    /** The service, to be started alone or beside another in one JVM. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(CommandServiceApplication.class)
                .properties("spring.config.name=command-service");
    }
}
