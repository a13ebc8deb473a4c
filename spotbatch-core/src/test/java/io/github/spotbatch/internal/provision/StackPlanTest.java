package io.github.spotbatch.internal.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;

/** A plan is a value that outlives whoever made it. */
class StackPlanTest {

  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          boolean.class,
          int.class,
          long.class,
          Path.class,
          FileTime.class,
          Instant.class,
          Duration.class);

  private static final Set<Class<?>> HOLDERS =
      Set.of(Optional.class, List.class, Set.class, Map.class);

  private final Set<Type> seen = new HashSet<>();
  private final Set<String> alive = new TreeSet<>();

  @Test
  void plan_consistsOfPlainDataThatCanBeWritten() {
    look(StackPlan.class, "plan");

    assertThat(alive).isEmpty();
    assertThat(seen).hasSizeGreaterThan(20);
  }

  private void look(Type type, String path) {
    if (!seen.add(type)) {
      return;
    }
    if (type instanceof ParameterizedType generic) {
      if (!HOLDERS.contains(generic.getRawType())) {
        alive.add(path + " is a " + type);
      }
      for (Type argument : generic.getActualTypeArguments()) {
        look(argument, path);
      }
      return;
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isRecord()) {
      for (RecordComponent component : raw.getRecordComponents()) {
        look(component.getGenericType(), path + "." + component.getName());
      }
    } else if (raw.isSealed()) {
      for (Class<?> kind : raw.getPermittedSubclasses()) {
        look(kind, path + "." + kind.getSimpleName());
      }
    } else if (!PLAIN.contains(raw) && !raw.isEnum() && raw != AwsRequest.class) {
      alive.add(path + " is a " + type);
    }
  }
}
