package io.github.spotbatch.testing.internal.wire;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/** The HTTP client of a real asynchronous SDK client whose requests never leave the JVM. */
public final class InProcessAsyncHttpClient implements SdkAsyncHttpClient {

  private final Function<HttpIn, HttpOut> wire;

  private InProcessAsyncHttpClient(Function<HttpIn, HttpOut> wire) {
    this.wire = wire;
  }

  public static InProcessAsyncHttpClient of(Function<HttpIn, HttpOut> wire) {
    return new InProcessAsyncHttpClient(wire);
  }

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    return SdkPublisher.adapt(request.requestContentPublisher())
        .subscribe(part -> body.writeBytes(SdkBytes.fromByteBuffer(part).asByteArrayUnsafe()))
        .thenAccept(sent -> respond(request, body.toByteArray()));
  }

  private void respond(AsyncExecuteRequest request, byte[] body) {
    HttpOut out = wire.apply(InProcessHttpClient.in(request.request(), body));
    request.responseHandler().onHeaders(InProcessHttpClient.response(out));
    byte[] answer = out.body().asByteArrayUnsafe();
    request.responseHandler().onStream(AsyncRequestBody.fromBytes(answer));
  }

  @Override
  public String clientName() {
    return InProcessHttpClient.NAME;
  }

  @Override
  public void close() {}
}
