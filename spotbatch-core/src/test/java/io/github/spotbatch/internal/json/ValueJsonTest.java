package io.github.spotbatch.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.TagResourceRequest;
import software.amazon.awssdk.services.batch.model.UpdateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdateJobQueueRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.utils.builder.Buildable;

@NullMarked
class ValueJsonTest {

  sealed interface Shape permits Circle, Nothing {}

  record Circle(int radius) implements Shape {}

  record Nothing() implements Shape {}

  record Key(String first, TimeUnit second) {}

  record Everything(
      String text,
      boolean truth,
      int number,
      long big,
      TimeUnit unit,
      Path path,
      FileTime modified,
      Instant when,
      Duration time,
      Optional<String> given,
      Optional<Key> absent,
      List<Shape> shapes,
      Set<TimeUnit> units,
      Map<String, List<String>> byName,
      Map<Key, Shape> byKey,
      @Nullable Key nobody,
      List<AwsRequest> requests) {}

  record Amount(int amount) {
    Amount {
      if (amount < 0) {
        throw new IllegalArgumentException("less than nothing");
      }
    }
  }

  record Shapes(List<Shape> shapes) {}

  record File(Path path) {}

  record Live(Thread thread) {}

  private static Everything everything() {
    Set<TimeUnit> units = new LinkedHashSet<>(List.of(TimeUnit.SECONDS, TimeUnit.DAYS));
    Map<Key, Shape> byKey = new LinkedHashMap<>();
    byKey.put(new Key("b", TimeUnit.DAYS), new Nothing());
    byKey.put(new Key("a", TimeUnit.DAYS), new Circle(2));
    return new Everything(
        "",
        true,
        -7,
        1L << 40,
        TimeUnit.HOURS,
        Path.of("lib/a b.jar"),
        FileTime.from(Instant.parse("2026-01-02T03:04:05.678901234Z")),
        Instant.EPOCH,
        Duration.ofMinutes(90),
        Optional.of("here"),
        Optional.empty(),
        List.of(new Circle(1), new Nothing()),
        units,
        Map.of("z", List.of("1", "2"), "a", List.of()),
        byKey,
        null,
        List.of(
            UpdateJobQueueRequest.builder()
                .jobQueue("q")
                .jobStateTimeLimitActions(List.of())
                .build()));
  }

  @Test
  void tree_ofEverything_isInOrderWithoutWhatIsEmpty() {
    assertThat(JsonText.compact(ValueJson.tree(everything())))
        .isEqualTo(
            """
            {
              "truth": true,
              "number": -7,
              "big": 1099511627776,
              "unit": "HOURS",
              "path": "lib/a b.jar",
              "modified": "2026-01-02T03:04:05.678901234Z",
              "when": "1970-01-01T00:00:00Z",
              "time": "PT1H30M",
              "given": "here",
              "shapes": [
                {
                  "Circle": {"radius": 1}
                },
                {
                  "Nothing": {}
                }
              ],
              "units": ["DAYS", "SECONDS"],
              "byName": {
                "a": [],
                "z": ["1", "2"]
              },
              "byKey": [
                {
                  "key": {"first": "a", "second": "DAYS"},
                  "value": {
                    "Circle": {"radius": 2}
                  }
                },
                {
                  "key": {"first": "b", "second": "DAYS"},
                  "value": {
                    "Nothing": {}
                  }
                }
              ],
              "requests": [
                {
                  "batch:UpdateJobQueue": {
                    "jobQueue": "q",
                    "jobStateTimeLimitActions": []
                  }
                }
              ]
            }""");
  }

  @Test
  void read_ofWhatWasWritten_isTheSame() {
    Everything read = read(Everything.class, JsonText.of(ValueJson.tree(everything())));

    assertThat(read).isEqualTo(everything());
    assertThat(((UpdateJobQueueRequest) read.requests().get(0)).hasJobStateTimeLimitActions())
        .as("an empty list is not the same as none")
        .isTrue();
  }

  @Test
  void read_valueThatItsRecordRefuses_saysWhy() {
    assertThatThrownBy(() -> read(Amount.class, "{\"amount\": -1}"))
        .isInstanceOf(BadJsonException.class)
        .hasMessageStartingWith("it is {")
        .hasMessageEndingWith("mend it: java.lang.IllegalArgumentException: less than nothing");
  }

  @Test
  void read_oneOfSeveralKinds_isOne() {
    assertThatThrownBy(() -> read(Shapes.class, "{\"shapes\": [{\"Square\": {}}]}"))
        .isInstanceOf(BadJsonException.class)
        .hasMessage(
            "it.shapes[0].Square is {}; leave it out, since it is not known; there can be Circle,"
                + " Nothing");
    assertThatThrownBy(() -> read(Shapes.class, "{\"shapes\": [{}]}"))
        .isInstanceOf(BadJsonException.class)
        .hasMessage("it.shapes[0] is {}; give one of Circle, Nothing");
  }

  @Test
  void path_thatOnlyThisJvmKnowsOrThatIsNone_isRefused(@TempDir Path folder) throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
      File file = new File(zip.getPath("/a.txt"));

      assertThatThrownBy(() -> ValueJson.tree(file))
          .hasMessage("/a.txt is in a file system that only this JVM knows; have it on disk");
    }
    assertThatThrownBy(() -> read(File.class, "{\"path\": \"\\u0000\"}"))
        .isInstanceOf(BadJsonException.class)
        .hasMessageEndingWith("; give a path of this machine");
  }

  @Test
  void tree_ofSomethingAlive_isRefused() {
    assertThatThrownBy(() -> ValueJson.tree(new Live(Thread.currentThread())))
        .hasMessage("class java.lang.Thread is no plain data that can be written as JSON");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        CreateComputeEnvironmentRequest.class,
        CreateJobQueueRequest.class,
        CreateLaunchTemplateRequest.class,
        CreateLogGroupRequest.class,
        CreateRepositoryRequest.class,
        CreateRoleRequest.class,
        CreateSecurityGroupRequest.class,
        RegisterJobDefinitionRequest.class,
        TagResourceRequest.class,
        UpdateComputeEnvironmentRequest.class
      })
  void read_randomRequests_areTheSame(Class<?> type) throws ReflectiveOperationException {
    for (long seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      SdkPojo builder = (SdkPojo) type.getMethod("builder").invoke(null);
      AwsRequest request = (AwsRequest) fill(builder, random, 0);

      String json = JsonText.compact(RequestTrees.write(request));

      assertThat(RequestTrees.read(Nodes.parse(json, "again"), "it"))
          .as("seed %d: %s", seed, json)
          .isEqualTo(request);
    }
  }

  private static Object fill(SdkPojo builder, Random random, int depth) {
    for (SdkField<?> field : builder.sdkFields()) {
      if (random.nextInt(3) > 0) {
        field.set(builder, value(field, random, depth));
      }
    }
    return ((Buildable) builder).build();
  }

  private static Object value(SdkField<?> field, Random random, int depth) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> text(random);
      case BOOLEAN -> random.nextBoolean();
      case INTEGER -> random.nextInt();
      case LONG -> random.nextLong();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextGaussian() * 1e9;
      case INSTANT -> Instant.ofEpochMilli(random.nextInt());
      case SDK_POJO -> fill(field.constructor().get(), random, depth + 1);
      case LIST -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          list.add(value(field.getTrait(ListTrait.class).memberFieldInfo(), random, depth));
        }
        yield list;
      }
      case MAP -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          map.put(
              text(random), value(field.getTrait(MapTrait.class).valueFieldInfo(), random, depth));
        }
        yield map;
      }
      default -> throw new AssertionError(field.memberName() + " is a " + field.marshallingType());
    };
  }

  /** Of all that a text can have, line ends, quotes and characters of two halves included. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x11000);
      text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? '"' : point);
    }
    return text.toString();
  }

  private static <T extends Record> T read(Class<T> type, String json) {
    return ValueJson.read(type, Nodes.parse(json, "again"), "it");
  }
}
