package io.github.spotbatch.internal.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GateTest {

  private final Gate gate = new Gate();

  @Test
  void pass_open_answersTheCall() {
    assertThat(gate.pass(() -> "answer")).isEqualTo("answer");
  }

  @Test
  void pass_closed_doesNotCall() {
    gate.close();

    assertThatThrownBy(
            () ->
                gate.pass(
                    () -> {
                      throw new AssertionError("called");
                    }))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void close_nothingUnderWay_isQuietAtOnce() {
    assertThat(gate.close()).isDone();
  }

  @Test
  void close_duringACall_isQuietWhenItHasEnded() {
    CompletableFuture<Void> quiet =
        gate.pass(
            () -> {
              CompletableFuture<Void> closing = gate.close();
              assertThat(closing).isNotDone();
              return closing;
            });

    assertThat(quiet).isDone();
  }

  @Test
  void close_duringACallThatFails_isQuietToo() {
    assertThatThrownBy(
            () ->
                gate.pass(
                    () -> {
                      gate.close();
                      throw new IllegalStateException("refused");
                    }))
        .hasMessage("refused");

    assertThat(gate.close()).isDone();
  }
}
