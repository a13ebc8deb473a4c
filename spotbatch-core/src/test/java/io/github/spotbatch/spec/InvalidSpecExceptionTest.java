package io.github.spotbatch.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.spec.InvalidSpecException.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvalidSpecExceptionTest {
  private static final Problem FIRST = new Problem("a.b", "1", "must be 2");
  private static final Problem SECOND = new Problem("a.c", "(none)", "must be given");

  @Test
  void message_oneProblem_namesPathFixAndValue() {
    assertThat(new InvalidSpecException(List.of(FIRST)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 problem:\n  - a.b: must be 2, was 1");
  }

  @Test
  void problems_several_areKeptInOrder() {
    InvalidSpecException refusal = new InvalidSpecException(List.of(FIRST, SECOND));

    assertThat(refusal.problems()).containsExactly(FIRST, SECOND);
    assertThat(refusal)
        .hasMessage("2 problems:\n  - a.b: must be 2, was 1\n  - a.c: must be given, was (none)");
  }

  @Test
  void problems_afterSerialization_areThere() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new InvalidSpecException(List.of(FIRST)));
    }

    Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(((InvalidSpecException) read).problems()).containsExactly(FIRST);
  }
}
