package org.parcours.command.service;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of the quarantine is worked on at once.
 *
 * @param scan the most messages that one search for a text reads; it says where to go on
 * @param together the most messages that are resubmitted by one request
 * @param groups the most kinds of refusal that are told apart
 * @param maxText of a longer message only the beginning is shown as text, and it is corrected elsewhere
 */
@ConfigurationProperties("parcours.quarantine")
record QuarantineSettings(
        @DefaultValue("2000") int scan,
        @DefaultValue("200") int together,
        @DefaultValue("500") int groups,
        @DefaultValue("1MB") DataSize maxText) {}
