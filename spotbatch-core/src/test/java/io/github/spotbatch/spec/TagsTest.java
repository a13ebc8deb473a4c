package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static io.github.spotbatch.spec.Samples.spot;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TagsTest {

  static Stream<Refused> refusals() {
    String path = "computeEnvironment[spot].";
    String reserved = "key must not start with spotbatch:, which marks ownership";
    String key = "key must be 1 to 128 letters, digits, spaces and _.:/=+-@";
    String value = "value must be at most 256 letters, digits, spaces and _.:/=+-@";
    String longKey = "k".repeat(129);
    String longValue = "v".repeat(257);
    String aws = "key must not start with aws:";
    return Stream.of(
        refused("CE-78", () -> spot().tag("", "x").build(), path + "tags[]", "", key),
        refused(
            "CE-78",
            () -> spot().tag(longKey, "x").build(),
            path + "tags[" + longKey + "]",
            longKey,
            key),
        refused("CE-78", () -> spot().tag("a*", "x").build(), path + "tags[a*]", "a*", key),
        refused(
            "CE-78", () -> spot().tag("a", longValue).build(), path + "tags[a]", longValue, value),
        refused("CE-78", () -> spot().tag("a", "x\ny").build(), path + "tags[a]", "x\ny", value),
        refused(
            "CE-78", () -> spot().tag("aws:x", "y").build(), path + "tags[aws:x]", "aws:x", aws),
        refused(
            "CE-78", () -> spot().tag("AWS:x", "y").build(), path + "tags[AWS:x]", "AWS:x", aws),
        refused(
            "ownership",
            () -> spot().tag("spotbatch:stack", "y").build(),
            path + "tags[spotbatch:stack]",
            "spotbatch:stack",
            reserved),
        refused(
            "CE-77",
            () -> spot().tags(Samples.tags("key", 48)).build(),
            path + "tags",
            "48 tags",
            "must be at most 47"),
        refused(
            "CE-77",
            () -> spot().instanceTags(Samples.tags("key", 48)).build(),
            path + "instanceTags",
            "48 tags",
            "must be at most 47"),
        refused(
            "CE-78",
            () -> spot().instanceTag("aws:x", "y").build(),
            path + "instanceTags[aws:x]",
            "aws:x",
            aws),
        refused(
            "queue",
            () -> Samples.queue().tag("aws:x", "y").build(),
            "jobQueue[jobs].tags[aws:x]",
            "aws:x",
            aws),
        refused(
            "definition",
            () -> Samples.definition().tag("aws:x", "y").build(),
            "jobDefinition[work].tags[aws:x]",
            "aws:x",
            aws),
        refused(
            "repository",
            () -> RepositorySpec.builder("app").tag("aws:x", "y").build(),
            "repository[app].tags[aws:x]",
            "aws:x",
            aws),
        refused(
            "request",
            () -> JobRequest.builder("work").tag("spotbatch:x", "y").build(),
            "jobRequest[work].tags[spotbatch:x]",
            "spotbatch:x",
            reserved),
        refused(
            "request",
            () -> JobRequest.builder("work").tags(Samples.tags("key", 51)).build(),
            "jobRequest[work].tags",
            "51 tags",
            "must be at most 50"),
        refused(
            "stack",
            () -> Samples.stack().tag("aws:x", "y").build(),
            "stack[demo].tags[aws:x]",
            "aws:x",
            aws),
        refused(
            "stack",
            () -> Samples.stack().tags(Samples.tags("key", 48)).build(),
            "stack[demo].tags",
            "48 tags",
            "must be at most 47"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void build_oneRuleBroken_isTheOnlyProblem(Refused refused) {
    refused.verify();
  }
}
