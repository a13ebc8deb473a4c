package io.github.spotbatch.testing.internal.ecr;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Rule;
import io.github.spotbatch.testing.VirtualClock;
import io.github.spotbatch.testing.internal.Neighbours;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

class LifecyclesTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final String NEWEST_TWO =
      rule(1, "'tagStatus':'any','countType':'imageCountMoreThan','countNumber':2");
  private static final String FOURTEEN_DAYS =
      rule(
          1,
          "'tagStatus':'any','countType':'sinceImagePushed','countUnit':'days','countNumber':14");

  private final Neighbours neighbours = new Neighbours();
  private final EcrClient ecr = neighbours.ecr();

  @BeforeEach
  void createRepository() {
    ecr.createRepository(it -> it.repositoryName("demo"));
  }

  @AfterEach
  void close() {
    neighbours.world.close();
  }

  @Nested
  class Expiry {

    @Test
    void imageCountMoreThan_oldest_goesADayLater() {
      put(NEWEST_TWO);
      push("1");
      push("2");
      advance(DAY);
      push("3");

      advance(DAY.minusSeconds(1));
      assertThat(tags()).containsExactlyInAnyOrder("1", "2", "3");
      advance(Duration.ofSeconds(1));

      assertThat(tags()).containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void sinceImagePushed_fromThatDay_goesADayLater() {
      push("old");
      put(FOURTEEN_DAYS);
      advance(Duration.ofDays(7));
      push("new");

      advance(Duration.ofDays(8).minusSeconds(1));
      assertThat(tags()).contains("old");
      advance(Duration.ofSeconds(1));

      assertThat(tags()).containsExactly("new");
      assertThat(
              neighbours
                  .scope
                  .ecr()
                  .pullable("123456789012.dkr.ecr.us-east-1.amazonaws.com/demo:old"))
          .contains(false);
    }

    @Test
    void policy_putLater_countsFromThen() {
      push("old");
      advance(Duration.ofDays(30));
      put(FOURTEEN_DAYS);

      assertThat(tags()).containsExactly("old");
      advance(DAY);
      assertThat(tags()).isEmpty();
    }

    @Test
    void policy_deletedInTime_expiresNothing() {
      push("old");
      put(FOURTEEN_DAYS);
      advance(Duration.ofDays(14));
      ecr.deleteLifecyclePolicy(it -> it.repositoryName("demo"));

      advance(Duration.ofDays(30));

      assertThat(tags()).containsExactly("old");
    }

    @Test
    void untagged_image_goesOnlyOnceItLostItsTag() {
      put(
          rule(
              1,
              "'tagStatus':'untagged','countType':'sinceImagePushed','countUnit':'days',"
                  + "'countNumber':1"));
      String first = SmallImage.push(ecr, "demo", "latest", "first");
      advance(Duration.ofDays(10));
      SmallImage.push(ecr, "demo", "latest", "second");

      advance(DAY.minusSeconds(1));
      assertThat(digests()).contains(first);
      advance(Duration.ofSeconds(1));

      assertThat(digests()).hasSize(1).doesNotContain(first);
    }

    @Test
    void tagged_otherPrefix_stays() {
      put(
          rule(
              1,
              "'tagStatus':'tagged','tagPrefixList':['build-'],"
                  + "'countType':'imageCountMoreThan','countNumber':1"));
      push("build-1");
      push("release-1");
      advance(Duration.ofSeconds(1));
      push("build-2");

      advance(DAY);

      assertThat(tags()).containsExactlyInAnyOrder("release-1", "build-2");
    }

    @Test
    void tagged_patterns_mustAllMatch() {
      put(
          rule(
              1,
              "'tagStatus':'tagged','tagPatternList':['*.tmp','x*'],"
                  + "'countType':'sinceImagePushed','countUnit':'days','countNumber':1"));
      push("x.tmp");
      push("y.tmp");

      advance(Duration.ofDays(2));

      assertThat(tags()).containsExactly("y.tmp");
    }

    @Test
    void ruleOfHigherPriority_keepsWhatItSelectsFromTheNext() {
      put(
          rule(
                  1,
                  "'tagStatus':'tagged','tagPrefixList':['prod'],"
                      + "'countType':'imageCountMoreThan','countNumber':1")
              + ","
              + rule(
                  2,
                  "'tagStatus':'any','countType':'sinceImagePushed','countUnit':'days',"
                      + "'countNumber':1"));
      push("prod-1");
      push("dev-1");

      advance(Duration.ofDays(5));

      assertThat(tags()).containsExactly("prod-1");
    }

    @Test
    void childOfAnIndex_goesWithIt() {
      String child = SmallImage.push(ecr, "demo", null, "layer");
      ecr.putImage(
          it -> it.repositoryName("demo").imageTag("list").imageManifest(SmallImage.index(child)));
      put(
          rule(
              1,
              "'tagStatus':'untagged','countType':'sinceImagePushed','countUnit':'days',"
                  + "'countNumber':1"));
      advance(Duration.ofDays(5));
      assertThat(digests()).hasSize(2);

      ecr.batchDeleteImage(
          it ->
              it.repositoryName("demo")
                  .imageIds(ImageIdentifier.builder().imageTag("list").build()));

      assertThat(digests()).isEmpty();
    }
  }

  @Nested
  class Policy {

    @Test
    void put_isReadBack() {
      String text = put(FOURTEEN_DAYS);

      var fresh = ecr.getLifecyclePolicy(it -> it.repositoryName("demo"));
      advance(Duration.ofDays(2).plusHours(1));
      var later = ecr.getLifecyclePolicy(it -> it.repositoryName("demo"));

      assertThat(fresh.lifecyclePolicyText()).isEqualTo(text);
      assertThat(fresh.lastEvaluatedAt()).isEqualTo(Instant.EPOCH);
      assertThat(later.lastEvaluatedAt())
          .isEqualTo(VirtualClock.DEFAULT_START.plus(Duration.ofDays(2)));
    }

    @Test
    @Rule("ECR-2")
    void get_none_isRefused() {
      assertRefused(
          () -> ecr.getLifecyclePolicy(it -> it.repositoryName("demo")),
          "LifecyclePolicyNotFoundException",
          400,
          "Lifecycle policy does not exist for the repository with name 'demo' in the registry with"
              + " id '123456789012'");
    }

    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '"',
        delimiter = '|',
        value = {
          "no json | Could not map policyString into LifecyclePolicy.",
          "[] | Could not map policyString into LifecyclePolicy.",
          "{} | object has missing required properties ([\"rules\"])",
          "{'rules':[{'rulePriority':1}]} | object has missing required properties"
              + " ([\"action\",\"selection\"])",
          "{'rules':[{'rulePriority':1,'selection':{},'action':{'type':'expire'},'x':1}]} | object"
              + " instance has properties which are not allowed by the schema: ([\"x\"])"
        })
    void put_textOfAnotherForm_isRefused(String text, String problem) {
      assertInvalid(text.replace('\'', '"'), problem);
    }

    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '"',
        delimiter = '|',
        value = {
          "'tagStatus':'any','countType':'imageCountMoreThan','countNumber':0 | numeric instance is"
              + " lower than the required minimum (minimum: 1, found: 0)",
          "'tagStatus':'all','countType':'imageCountMoreThan','countNumber':1 | instance value"
              + " (\"all\") not found in enum (possible values: [\"any\",\"tagged\",\"untagged\"])",
          "'tagStatus':'any','countType':'sinceImagePushed','countNumber':1 | instance failed to"
              + " match exactly one schema (matched 0 out of 2)",
          "'tagStatus':'any','countType':'imageCountMoreThan','countNumber':1,'countUnit':'days' |"
              + " instance failed to match exactly one schema (matched 0 out of 2)",
          "'tagStatus':'any','countType':'oldest','countNumber':1 | instance failed to match exactly"
              + " one schema (matched 0 out of 2)",
          "'tagStatus':'any','countType':'sinceImagePushed','countNumber':1,'countUnit':'weeks' |"
              + " instance value (\"weeks\") not found in enum (possible values: [\"days\"])",
          "'tagStatus':'tagged','countType':'imageCountMoreThan','countNumber':1 | tagPrefixList or"
              + " tagPatternList is required when tagStatus is tagged",
          "'tagStatus':'any','tagPrefixList':['a'],'countType':'imageCountMoreThan','countNumber':1"
              + " | tagPrefixList and tagPatternList are for tagStatus tagged alone",
          "'tagStatus':'tagged','tagPatternList':['*a*b*c*d*'],'countType':'imageCountMoreThan',"
              + "'countNumber':1 | a tag pattern has at most 4 wildcards, was *a*b*c*d*"
        })
    void put_selectionThatIsNone_isRefused(String selection, String problem) {
      assertInvalid(text(rule(1, selection)), problem);
    }

    @Test
    void put_samePriorityTwice_isRefused() {
      assertInvalid(
          text(FOURTEEN_DAYS + "," + FOURTEEN_DAYS), "rulePriority must be unique, was 1 twice");
    }

    @Test
    void put_anyBeforeAnother_isRefused() {
      String untagged = "'tagStatus':'untagged','countType':'imageCountMoreThan','countNumber':1";

      assertInvalid(
          text(FOURTEEN_DAYS + "," + rule(2, untagged)),
          "a rule with tagStatus any must be the only one and have the last priority");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'tagStatus':'any','countType':'sinceImagePulled','countUnit':'days','countNumber':1",
          "'tagStatus':'any','countType':'sinceImagePushed','countUnit':'days','countNumber':1,"
              + "'storageClass':'standard'"
        })
    void put_whatIsNotModelled_failsWithItsName(String selection) {
      assertThatThrownBy(() -> put(rule(1, selection)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageStartingWith("spotbatch-testing does not model ecr PutLifecyclePolicy [");
    }

    private void assertInvalid(String text, String problem) {
      assertRefused(
          () ->
              ecr.putLifecyclePolicy(
                  it -> it.repositoryName("demo").lifecyclePolicyText(padded(text))),
          "InvalidParameterException",
          400,
          "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle"
              + " policy validation failure: "
              + problem
              + "'");
    }

    @Test
    void put_tooShort_isRefused() {
      assertRefused(
          () -> ecr.putLifecyclePolicy(it -> it.repositoryName("demo").lifecyclePolicyText("{}")),
          "InvalidParameterException",
          400,
          "Invalid parameter at 'lifecyclePolicyText' failed to satisfy constraint: 'must have"
              + " length between 100 and 30720 characters inclusive'");
    }
  }

  /** ECR takes no text of less than a hundred characters. */
  private static String padded(String text) {
    return text + " ".repeat(100);
  }

  private static String rule(int priority, String selection) {
    return ("{'rulePriority':" + priority + ",'selection':{" + selection + "},").replace('\'', '"')
        + "\"action\":{\"type\":\"expire\"}}";
  }

  private static String text(String rules) {
    return "{\"rules\":[" + rules + "]}";
  }

  private String put(String rules) {
    return ecr.putLifecyclePolicy(it -> it.repositoryName("demo").lifecyclePolicyText(text(rules)))
        .lifecyclePolicyText();
  }

  private void push(String tag) {
    SmallImage.push(ecr, "demo", tag, "layer of " + tag);
  }

  private void advance(Duration duration) {
    neighbours.time.advance(duration);
  }

  private List<String> tags() {
    return ecr.listImages(it -> it.repositoryName("demo")).imageIds().stream()
        .map(ImageIdentifier::imageTag)
        .toList();
  }

  private List<String> digests() {
    return ecr.listImages(it -> it.repositoryName("demo")).imageIds().stream()
        .map(ImageIdentifier::imageDigest)
        .toList();
  }
}
