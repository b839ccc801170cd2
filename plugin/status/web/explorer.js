// Orthanc Explorer: a button "Process with Sonolist" on the pages of a study, a series and an instance.
(function () {
  'use strict';

  function report(button, text) {
    button.attr('title', text).find('.ui-btn-text').text(text);  // the button cuts long texts off
  }

  function process(button, level) {
    if (!$.mobile.pageData) return;
    report(button, 'Asking Sonolist ...');
    $.ajax({
      url: '../sonolist/' + level + '/' + $.mobile.pageData.uuid + '/process',
      type: 'POST',
      contentType: 'application/json',
      data: '{}',
      dataType: 'json',
      success: function (job) {
        report(button, 'Sonolist: ' + job.images + (job.images === 1 ? ' image noted' : ' images noted'));
      },
      error: function (answer) {
        var body = {};
        try { body = JSON.parse(answer.responseText); } catch (ignored) { /* no JSON: the status must do */ }
        report(button, 'Sonolist: ' + (body.Message || 'failed with status ' + answer.status));
      }
    });
  }

  function addButton(page, level) {
    $('#' + page).live('pagebeforecreate', function () {
      var button = $('<a>')
        .attr({ 'id': 'sonolist-' + page, 'data-role': 'button', 'href': '#', 'data-icon': 'refresh', 'data-theme': 'e' })
        .text('Process with Sonolist');
      button.insertBefore($('#' + page + '-delete').parent().parent());
      button.click(function () {
        process(button, level);
        return false;
      });
    });
  }

  addButton('study', 'studies');
  addButton('series', 'series');
  addButton('instance', 'instances');
}());
