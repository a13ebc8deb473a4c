package io.github.spotbatch.testing.internal.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.github.spotbatch.testing.AttemptOutcome;
import io.github.spotbatch.testing.AttemptReport;
import io.github.spotbatch.testing.HostReport;
import io.github.spotbatch.testing.ReportMark;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** A report as JSON, in the form that {@code WorldReport.toJson} promises. */
public final class ReportJson {

  private static final int VERSION = 1;

  private final JsonGenerator json;

  private ReportJson(JsonGenerator json) {
    this.json = json;
  }

  public static String of(Snapshot snapshot) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      DefaultIndenter lines = new DefaultIndenter("  ", "\n");
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
      new ReportJson(json).write(snapshot);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void write(Snapshot snapshot) throws IOException {
    json.writeStartObject();
    json.writeNumberField("version", VERSION);
    write("start", snapshot.start());
    write("end", snapshot.end());
    json.writeObjectFieldStart("totals");
    write(snapshot.total());
    json.writeEndObject();
    json.writeArrayFieldStart("hosts");
    for (HostReport host : snapshot.hosts()) {
      json.writeStartObject();
      write(host);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("attempts");
    for (AttemptReport attempt : snapshot.attempts()) {
      json.writeStartObject();
      write(attempt);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("marks");
    for (ReportMark mark : snapshot.marks()) {
      json.writeStartObject();
      write("time", mark.time());
      json.writeStringField("label", mark.label());
      json.writeStringField("text", mark.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(Tally total) throws IOException {
    json.writeNumberField("hosts", total.hosts());
    json.writeNumberField("reclaims", total.reclaims());
    json.writeNumberField("attempts", total.attempts());
    for (AttemptOutcome outcome : AttemptOutcome.values()) {
      json.writeNumberField(name(outcome), total.attempts(outcome));
    }
    json.writeNumberField("unpriced", total.unpriced());
    json.writeNumberField("hostVcpuSeconds", total.hostVcpuSeconds());
    json.writeNumberField("busyVcpuSeconds", total.busyVcpuSeconds());
    write("costUsd", total.cost());
    write("wasteUsd", total.waste());
    write("idleUsd", total.idle());
  }

  private void write(HostReport host) throws IOException {
    json.writeStringField("hostId", host.hostId());
    json.writeStringField("environment", host.environment());
    json.writeStringField("instanceType", host.instanceType());
    json.writeStringField("zone", host.zone());
    json.writeBooleanField("spot", host.spot());
    json.writeNumberField("vcpus", host.vcpus());
    write("launchedAt", host.launchedAt());
    writeTime("runningAt", host.runningAt());
    writeTime("joinedAt", host.joinedAt());
    writeTime("rebalanceAt", host.rebalanceAt());
    writeTime("noticeAt", host.noticeAt());
    writeTime("stoppingAt", host.stoppingAt());
    writeText("stopReason", host.stopReason());
    writeTime("terminatedAt", host.terminatedAt());
    write("costUsd", host.costUsd());
    write("idleUsd", host.idleUsd());
  }

  private void write(AttemptReport attempt) throws IOException {
    json.writeStringField("jobId", attempt.jobId());
    json.writeStringField("jobName", attempt.jobName());
    json.writeNumberField("number", attempt.number());
    json.writeStringField("environment", attempt.environment());
    json.writeStringField("hostId", attempt.hostId());
    writeText("instanceType", attempt.instanceType());
    writeText("zone", attempt.zone());
    json.writeBooleanField("spot", attempt.spot());
    json.writeNumberField("vcpus", attempt.vcpus());
    write("startingAt", attempt.startingAt());
    writeTime("startedAt", attempt.startedAt());
    writeTime("stoppedAt", attempt.stoppedAt());
    json.writeStringField("outcome", name(attempt.outcome()));
    writeMoney("usdPerHour", attempt.usdPerHour());
    writeMoney("costUsd", attempt.costUsd());
  }

  private static String name(AttemptOutcome outcome) {
    return switch (outcome) {
      case UNDER_WAY -> "underWay";
      case SUCCEEDED -> "succeeded";
      case FAILED -> "failed";
      case LOST_WITH_HOST -> "lostWithHost";
      case STOPPED -> "stopped";
    };
  }

  private void write(String name, Instant time) throws IOException {
    json.writeStringField(name, time.toString());
  }

  private void write(String name, BigDecimal usd) throws IOException {
    json.writeStringField(name, usd.toPlainString());
  }

  private void writeTime(String name, Optional<Instant> time) throws IOException {
    if (time.isPresent()) {
      write(name, time.get());
    }
  }

  private void writeText(String name, Optional<String> text) throws IOException {
    if (text.isPresent()) {
      json.writeStringField(name, text.get());
    }
  }

  private void writeMoney(String name, Optional<BigDecimal> usd) throws IOException {
    if (usd.isPresent()) {
      write(name, usd.get());
    }
  }
}
