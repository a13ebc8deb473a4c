package io.github.spotbatch.testing.internal.logs;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.VirtualClock;
import io.github.spotbatch.testing.internal.Neighbours;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;

class LogGroupsTest {

  private static final String NAME = "/aws/batch/job/demo";
  private static final String ARN = "arn:aws:logs:us-east-1:123456789012:log-group:" + NAME;
  private static final String NOT_FOUND = "The specified log group does not exist.";

  private final Neighbours neighbours = new Neighbours();
  private final CloudWatchLogsClient logs = neighbours.logs();

  @Nested
  class Create {

    @Test
    void create_withTags_isReadBack() {
      logs.createLogGroup(it -> it.logGroupName(NAME).tags(Map.of("a", "1")));

      LogGroup group = logs.describeLogGroups().logGroups().get(0);
      assertThat(group.logGroupName()).isEqualTo(NAME);
      assertThat(group.arn()).isEqualTo(ARN + ":*");
      assertThat(group.logGroupArn()).isEqualTo(ARN);
      assertThat(group.creationTime()).isEqualTo(VirtualClock.DEFAULT_START.toEpochMilli());
      assertThat(group.retentionInDays()).isNull();
      assertThat(logs.listTagsForResource(it -> it.resourceArn(ARN)).tags())
          .containsExactly(Map.entry("a", "1"));
    }

    @Test
    void create_nameTaken_isRefused() {
      create(NAME);

      assertRefused(
          () -> create(NAME),
          "ResourceAlreadyExistsException",
          400,
          "The specified log group already exists");
    }

    @Test
    void create_badName_isRefused() {
      assertRefused(
          () -> create("a b"),
          "InvalidParameterException",
          400,
          "1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint:"
              + " Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
    }

    @Test
    void create_withKey_failsWithItsName() {
      assertThatThrownBy(() -> logs.createLogGroup(it -> it.logGroupName(NAME).kmsKeyId("key")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "spotbatch-testing does not model logs CreateLogGroup" + " [parameter=kmsKeyId]");
    }
  }

  @Nested
  class Delete {

    @Test
    void delete_withStreams_takesThemAlong() {
      neighbours.scope.logs().append(NAME, "s", VirtualClock.DEFAULT_START, "line");

      logs.deleteLogGroup(it -> it.logGroupName(NAME));
      create(NAME);

      assertThat(logs.describeLogStreams(it -> it.logGroupName(NAME)).logStreams()).isEmpty();
    }

    @Test
    void delete_absent_isRefused() {
      assertRefused(
          () -> logs.deleteLogGroup(it -> it.logGroupName(NAME)),
          "ResourceNotFoundException",
          400,
          NOT_FOUND);
    }
  }

  @Nested
  class Describe {

    @Test
    void describe_prefix_leavesTheOthersOut() {
      List.of("/aws/batch/job", NAME, "/aws/lambda/x").forEach(LogGroupsTest.this::create);

      assertThat(logs.describeLogGroups(it -> it.logGroupNamePrefix("/aws/batch/job")).logGroups())
          .extracting(LogGroup::logGroupName)
          .containsExactly("/aws/batch/job", NAME);
      assertThat(logs.describeLogGroups(it -> it.logGroupNamePattern("lambda")).logGroups())
          .extracting(LogGroup::logGroupName)
          .containsExactly("/aws/lambda/x");
    }

    @Test
    void describe_smallPages_comeWhole() {
      List.of("c", "a", "b").forEach(LogGroupsTest.this::create);

      assertThat(logs.describeLogGroups(it -> it.limit(2)).logGroups()).hasSize(2);
      assertThat(logs.describeLogGroupsPaginator(it -> it.limit(2)).logGroups())
          .extracting(LogGroup::logGroupName)
          .containsExactly("a", "b", "c");
    }

    @Test
    void describe_limitOver50_isRefused() {
      assertRefused(
          () -> logs.describeLogGroups(it -> it.limit(51)),
          "InvalidParameterException",
          400,
          "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member"
              + " must have value less than or equal to 50");
    }
  }

  @Nested
  class Retention {

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 3653})
    void putRetention_legal_isShown(int days) {
      create(NAME);

      logs.putRetentionPolicy(it -> it.logGroupName(NAME).retentionInDays(days));

      assertThat(logs.describeLogGroups().logGroups().get(0).retentionInDays()).isEqualTo(days);
    }

    @Test
    void putRetention_illegal_isRefused() {
      create(NAME);

      assertRefused(
          () -> logs.putRetentionPolicy(it -> it.logGroupName(NAME).retentionInDays(2)),
          "InvalidParameterException",
          400,
          "1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy"
              + " constraint: Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120,"
              + " 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]");
    }

    @Test
    void putRetention_absent_isRefused() {
      assertRefused(
          () -> logs.putRetentionPolicy(it -> it.logGroupName(NAME).retentionInDays(1)),
          "ResourceNotFoundException",
          400,
          NOT_FOUND);
    }
  }

  @Nested
  class Tags {

    @Test
    void tag_thenUntag_leavesTheOthers() {
      create(NAME);
      logs.tagResource(it -> it.resourceArn(ARN).tags(Map.of("a", "1", "b", "2")));
      logs.untagResource(it -> it.resourceArn(ARN).tagKeys("a"));

      assertThat(logs.listTagsForResource(it -> it.resourceArn(ARN)).tags())
          .containsExactly(Map.entry("b", "2"));
    }

    @Test
    void listTags_arnWithStar_isRefused() {
      create(NAME);

      assertRefused(
          () -> logs.listTagsForResource(it -> it.resourceArn(ARN + ":*")),
          "ResourceNotFoundException",
          400,
          NOT_FOUND);
    }
  }

  private void create(String name) {
    logs.createLogGroup(it -> it.logGroupName(name));
  }
}
